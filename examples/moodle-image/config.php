<?php
// Moodle's configuration. Everything comes from the environment, and nothing is written here at run time, so that a rotated
// secret is used after the next start.
// <https://docs.moodle.org/en/Configuration_file>

unset($CFG);
global $CFG;
$CFG = new stdClass();

require_once getenv('MOODLE_IMAGE') . '/lib/settings.php';

MoodleImage\configure($CFG);

// Since 5.1, the files for the web server are in public/: <https://moodledev.io/docs/5.1/guides/restructure>.
try {
    require_once is_dir(__DIR__ . '/public') ? __DIR__ . '/public/lib/setup.php' : __DIR__ . '/lib/setup.php';
} catch (Throwable $error) {
    MoodleImage\log_exception($error);
    throw $error;
}

MoodleImage\guard($CFG);
