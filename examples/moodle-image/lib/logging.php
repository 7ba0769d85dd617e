<?php
// What is logged: PHP's errors and Moodle's exceptions, with their details, which no visitor sees.

namespace MoodleImage;

require_once __DIR__ . '/environment.php';

/** Moodle's levels of debugging: <https://docs.moodle.org/en/Debugging>. Moodle shows details to visitors at its highest
 *  level, DEVELOPER, even if it is told not to display any, so that `all` leaves out one kind of message. */
const LEVELS = [
    'minimal' => E_ERROR | E_PARSE,
    'normal' => E_ERROR | E_PARSE | E_WARNING | E_NOTICE,
    'all' => E_ALL & ~E_USER_DEPRECATED,
];

/** The file of `debug on`. Its time of modification is the time when the level ends. Every task sees it after up to a minute. */
function debug_file(): string {
    return required('MOODLE_DATAROOT') . '/.moodle-image-debug';
}

function configure_logging(\stdClass $CFG): void {
    $level = choice('MOODLE_DEBUG', array_keys(LEVELS), 'normal');
    $CFG->debug = LEVELS[(int) @filemtime(debug_file()) > time() ? 'all' : $level];
    // Web services answer with the details of an exception at each level above.
    if (defined('WS_SERVER') && WS_SERVER) {
        $CFG->debug = LEVELS['minimal'];
    }
    $CFG->debugdisplay = 0;
}

/** Logs an exception in Moodle's setup, which Moodle itself does not: it only shows a page. */
function log_exception(\Throwable $error): void {
    $details = array_filter([$error->errorcode ?? '', $error->debuginfo ?? '']);
    error_log('Moodle does not start: ' . get_class($error) . ': ' . $error->getMessage() . ' '
        . ($details ? '(' . implode(': ', $details) . ') ' : '') . "in {$error->getFile()}:{$error->getLine()}\n"
        . $error->getTraceAsString());
}
