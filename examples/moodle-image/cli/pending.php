<?php
// Reports whether an upgrade is pending, and whether it needs maintenance mode. Changes nothing, and takes no lock.

namespace MoodleImage;

require __DIR__ . '/../lib/upgrade.php';

command(function (): void {
    $code = declared_code();
    $database = patient_database();
    refuse_the_impossible($database, $code);
    $release = $code['release'];
    // Moodle's own answer does not include an interrupted upgrade.
    $pending = match (recorded($database)) {
        UPGRADING => Pending::Maintenance,
        UPGRADING_LIVE => Pending::Live,
        default => pending($database, $code),
    };
    if ($pending !== Pending::Nothing && !in_array(recorded($database), [UPGRADING, UPGRADING_LIVE], true)) {
        refuse_what_moodle_refuses($database);
    }
    $why = difference($database, $code) ?? 'an upgrade was interrupted';
    throw match ($pending) {
        Pending::Nothing => new Stop(Ending::Done, "The database is at Moodle $release. No upgrade is pending."),
        Pending::Live => new Stop(Ending::UpgradePending, "An upgrade to Moodle $release is pending ($why). It needs no"
            . ' maintenance mode.'),
        Pending::Maintenance => new Stop(Ending::MaintenancePending, "An upgrade to Moodle $release is pending ($why). It"
            . ' needs maintenance mode.'),
    };
});
