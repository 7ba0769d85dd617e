<?php
// Leaves 0 where the site can be worked on, for `cron`: it is installed, of this code's version, and not in maintenance.

namespace MoodleImage;

require __DIR__ . '/../lib/task.php';
require __DIR__ . '/../lib/ready.php';

command(function (): void {
    $why = reason_against(Database::connect(database_settings()), code());
    if ($why !== null) {
        throw new Stop(Ending::TryLater, "Nothing is done now: $why.");
    }
});
