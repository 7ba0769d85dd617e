<?php
// Counts the visits of a session, and shows what the tests look at.
require 'config.php';
require "$CFG->libdir/cache.php";
$_SESSION['visits'] = ($_SESSION['visits'] ?? 0) + 1;
$cached = standin_cache($CFG)->incr('hits');
header('Content-Type: application/json');
echo json_encode([
    'visits' => $_SESSION['visits'],
    'cached' => $cached,
    'client' => $_SERVER['REMOTE_ADDR'],
    'user' => posix_geteuid(),
    'limits' => array_map('ini_get', ['max_execution_time', 'max_input_vars', 'upload_max_filesize', 'post_max_size']),
]);
