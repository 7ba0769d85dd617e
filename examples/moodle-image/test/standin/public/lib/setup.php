<?php
global $CFG;
$CFG->dirroot = dirname(__DIR__);
$CFG->libdir = __DIR__;
if (!is_writable($CFG->dataroot)) {
    echo "Fatal error: \$CFG->dataroot is not writable\n";
    exit(1);
}
$CFG->cachedir ??= "$CFG->dataroot/cache";
defined('CACHE_DISABLE_ALL') || define('CACHE_DISABLE_ALL', false);
defined('CLI_SCRIPT') || define('CLI_SCRIPT', false);
if (CLI_SCRIPT === isset($_SERVER['REMOTE_ADDR'])) {
    exit("A command and a page are not the same.\n");
}
if (!CLI_SCRIPT && is_file("$CFG->dataroot/climaintenance.html")) {
    header($_SERVER['SERVER_PROTOCOL'] . ' 503 Moodle under maintenance');
    readfile("$CFG->dataroot/climaintenance.html");
    exit;
}
define('MOODLE_INTERNAL', true);
error_reporting($CFG->debug);
// Moodle logs exceptions of pages, and none of its own setup.
set_exception_handler(function (Throwable $error) {
    $early = array_filter($error->getTrace(), fn($frame) => ($frame['file'] ?? '') === __FILE__);
    !$early && $GLOBALS['CFG']->debug && error_log('Default exception handler: ' . $error->getMessage());
    http_response_code(500);
    exit(1);
});
require_once __DIR__ . '/classes/component.php';
if (defined('ABORT_AFTER_CONFIG')) {
    return;
}
require_once __DIR__ . '/dml.php';
global $DB;
try {
    $DB = new standin_database($CFG);
} catch (Throwable $error) {
    http_response_code(503);
    fwrite(fopen('php://stderr', 'w'), 'dbconnectionfailed: ' . $error->getMessage() . "\n");
    exit(1);
}
// This applies to scripts of an upgrade, too.
if ($DB->get_tables() && $DB->get_config('upgraderunning') > time()) {
    http_response_code(500);
    fwrite(fopen('php://stderr', 'w'), "Site is being upgraded, please retry later.\n");
    exit(1);
}
// As Moodle does, except for what config.php has set.
if ($DB->get_tables()) {
    foreach ($DB->execute('SELECT name, value FROM {config}') as $row) {
        $CFG->{$row['name']} ??= $row['value'];
    }
}
if (!CLI_SCRIPT && !defined('NO_MOODLE_COOKIES')) {
    require_once __DIR__ . '/sessions.php';
    standin_start_session($CFG);
}
