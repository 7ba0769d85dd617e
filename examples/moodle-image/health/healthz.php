<?php
// Alive: the web server answers, and PHP runs. Does not check the database, Redis or moodledata, so that ECS does not replace
// tasks because of their failures: the tasks work again as soon as those do.

header('Content-Type: text/plain');
header('Cache-Control: no-store');
echo "alive\n";
