<?php
// A slow page.
require 'config.php';
session_write_close();
header('X-Accel-Buffering: no');
file_put_contents("$CFG->dataroot/slow-began", '1');
sleep((int) $_GET['seconds']);
echo 'finished';
