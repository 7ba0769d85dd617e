<?php
// Raises the level of the log of all tasks for MOODLE_DEBUG_MINUTES, or lowers it again.

namespace MoodleImage;

require __DIR__ . '/../lib/task.php';
require __DIR__ . '/../lib/logging.php';

command(function () use ($argv): void {
    $file = debug_file();
    if ($argv[1] === 'off') {
        @unlink($file);
        clearstatcache();
        if (file_exists($file)) {
            throw new Stop(Ending::Unavailable, "$file cannot be removed.");
        }
        throw new Stop(Ending::Done, 'The log has its usual level again, in every task within a minute.');
    }
    $minutes = whole('MOODLE_DEBUG_MINUTES', 1, 1440, 60);
    $until = time() + 60 * $minutes;
    if (!@touch($file, $until)) {
        throw new Stop(Ending::Unavailable, "$file cannot be written.");
    }
    say('Every task logs all messages, beginning within a minute, until ' . gmdate('Y-m-d\TH:i:s\Z', $until) . '.');
});
