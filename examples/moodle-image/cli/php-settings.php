<?php
// Writes the PHP settings of MOODLE_PHP_INI to the file that its argument names.

namespace MoodleImage;

require __DIR__ . '/../lib/task.php';
require __DIR__ . '/../lib/declared.php';

command(function () use ($argv): void {
    if (@file_put_contents($argv[1], php_settings()) === false) {
        throw new Stop(Ending::Unavailable, "{$argv[1]} cannot be written.");
    }
});
