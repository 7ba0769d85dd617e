<?php
// Limits how many of the task's PHP processes one person's requests can occupy.
//
// Requests of one session wait for each other, and each that waits occupies a process. Without a limit, one person who reloads
// a slow page a dozen times stops the site for everyone. Locks of the kernel count the requests: they end with their process,
// however it ends.

namespace MoodleImage;

require_once __DIR__ . '/environment.php';

/** Sessions that share a limit, so that the number of files is limited, too. */
const CROWDS = 4093;
/** Seconds that a request over the limit waits for its turn. */
const PATIENCE = 2.0;

/** Waits for the turn of this request, or answers with 429. */
function await_turn(): void {
    static $turn = null;
    $session = $_COOKIE['MoodleSession'] ?? null;
    // `web` sets the variable. Scripts without cookies wait for no session, and the front controller may load config.php again.
    $workers = (int) getenv('MOODLE_WORKERS');
    if ($turn !== null || !is_string($session) || $workers < 1 || (defined('NO_MOODLE_COOKIES') && NO_MOODLE_COOKIES)) {
        return;
    }
    if (defined('ABORT_AFTER_CONFIG') && basename($_SERVER['SCRIPT_NAME']) !== 'r.php') {
        return;
    }
    $folder = required('MOODLE_LOCALCACHE') . '/crowd';
    if (!is_dir($folder) && !@mkdir($folder, 0700) && !is_dir($folder)) {
        return;
    }
    // A third of the processes for one session, and a sixth for all requests that wait for their turn.
    $crowd = "$folder/" . crc32($session) % CROWDS;
    $most = max(2, intdiv($workers, 3));
    $turn = seat($crowd, $most);
    if ($turn !== null) {
        return;
    }
    $waiting = seat("$folder/waiting", max(1, intdiv($workers, 6)));
    $until = hrtime(true) + PATIENCE * 1e9;
    while ($waiting !== null && $turn === null && hrtime(true) < $until) {
        usleep(50_000);
        $turn = seat($crowd, $most);
    }
    if ($turn === null) {
        answer_later();
    }
}

/** Takes one of several seats until the end of the request, if one is free.
 *
 *  @return resource|null */
function seat(string $name, int $count): mixed {
    for ($number = 0; $number < $count; $number++) {
        $file = fopen("$name-$number", 'c');
        if ($file !== false && flock($file, LOCK_EX | LOCK_NB)) {
            return $file;
        }
    }
    return null;
}

/** @return never */
function answer_later(): void {
    http_response_code(429);
    header('Cache-Control: no-store');
    header('Retry-After: 5');
    header('Content-Type: text/html; charset=utf-8');
    // Only a page that was read can be asked for again.
    $again = $_SERVER['REQUEST_METHOD'] === 'GET';
    echo '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Please wait</title>',
        $again ? '<meta http-equiv="refresh" content="5">' : '',
        '<p>Your earlier requests are not answered yet. ', $again ? 'This page tries again by itself.' : 'Please try again.', '</p></html>';
    exit(1);
}
