<?php
// Ready: a page of the site would work. Otherwise, prints the reason in one line, without host names, which are in the log.

namespace MoodleImage;

require getenv('MOODLE_IMAGE') . '/lib/ready.php';
require getenv('MOODLE_IMAGE') . '/lib/redis.php';

header('Content-Type: text/plain');
header('Cache-Control: no-store');
$part = 'the environment is wrong';
try {
    // The code of a task never changes. `web` writes this file when it starts.
    $code = json_decode(file_get_contents(required('MOODLE_LOCALCACHE') . '/code.json'), true, 8, JSON_THROW_ON_ERROR);
    $database = database_settings();
    $redis = redis_settings();
    $part = 'the database cannot be reached';
    $why = reason_against(Database::connect($database, 2), $code);
    if ($why === null) {
        $part = 'Redis cannot be reached';
        ask_redis($redis);
    }
} catch (\Exception $error) {
    error_log($error->getMessage());
    $why = $part;
}
http_response_code($why === null ? 200 : 503);
echo $why ?? 'ready', "\n";
