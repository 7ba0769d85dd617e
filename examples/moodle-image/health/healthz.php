<?php
// Alive: the web server answers, and PHP runs. It asks neither the database nor Redis nor moodledata, so that their
// failures never make ECS replace tasks that would serve again as soon as those are back.

header('Content-Type: text/plain');
header('Cache-Control: no-store');
echo "alive\n";
