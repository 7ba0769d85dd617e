<?php
// Exits with 0 if `cron` can run: the site is installed, has this code's version, and is not in maintenance mode.

namespace MoodleImage;

require __DIR__ . '/../lib/task.php';
require __DIR__ . '/../lib/ready.php';

command(function (): void {
    $why = reason_against(Database::connect(database_settings()), code());
    if ($why !== null) {
        throw new Stop(Ending::TryLater, "Not run now: $why.");
    }
});
