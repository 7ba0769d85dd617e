<?php
// Runs Moodle's own installer. The administrator's password is passed in memory, and not on a command line, which every
// process of the task could read.
// <https://docs.moodle.org/en/Administration_via_command_line#Installation>

$script = getenv('MOODLE_CODE') . '/admin/cli/install_database.php';
$_SERVER['argv'] = [
    $script,
    '--agree-license',
    '--lang=en',
    '--adminuser=' . getenv('MOODLE_ADMIN_USER'),
    '--adminpass=' . getenv('MOODLE_ADMIN_PASSWORD'),
    '--adminemail=' . getenv('MOODLE_ADMIN_EMAIL'),
    '--supportemail=' . getenv('MOODLE_ADMIN_EMAIL'),
    '--fullname=' . getenv('MOODLE_SITE_NAME'),
    '--shortname=' . getenv('MOODLE_SITE_NAME'),
];
$argv = $_SERVER['argv'];
$_SERVER['argc'] = $argc = count($argv);
putenv('MOODLE_ADMIN_PASSWORD');

// Moodle's script must run in the global scope.
require $script;
