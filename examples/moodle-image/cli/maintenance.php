<?php
// Puts the maintenance page up, or takes it down: for a person with `maintenance on` and `maintenance off`, and around an
// upgrade with `maintenance hold` and `maintenance release`, of which the latter leaves everybody else's page up.

namespace MoodleImage;

require __DIR__ . '/../lib/maintenance.php';

/** Says why the page must stay; an upgrade takes its own down when the site works again. */
function refuse_while_upgrading(Database $database): void {
    if (recorded($database) === UPGRADING) {
        throw new Stop(Ending::Refused, 'The database is half upgraded, and its pages would fail. The maintenance page stays.'
            . ' Run `upgrade` again, or restore the backup from before the upgrade.');
    }
}

command(function () use ($argv): void {
    if (in_array($argv[1], ['off', 'release'], true)) {
        if (!is_file(maintenance_page())) {
            throw new Stop(Ending::Done, 'No maintenance page is up. Nothing to do.');
        }
        if ($argv[1] === 'release' && !is_marked(HOLD_MARK)) {
            throw new Stop(Ending::Done, "The maintenance page is somebody else's, and is left as it is.");
        }
        refuse_while_upgrading(patient_database());
        // An upgrade may have begun meanwhile.
        $database = locked_database();
        refuse_while_upgrading($database);
        take_down();
        throw new Stop(Ending::Done, 'The maintenance page is down.');
    }
    if (!is_site(patient_database())) {
        throw new Stop(Ending::Refused, 'There is no complete site in this database, and so nothing to close.');
    }
    // An upgrade that runs has the lock, and mostly a page: that is no reason to wait.
    $holds = $argv[1] === 'hold';
    if (!is_file(maintenance_page())) {
        $database = locked_database();
        $sentence = $holds ? 'This site is being upgraded. Please come back in a few minutes.'
            : 'This site is in maintenance. Please come back later.';
        if (put_up($sentence, $holds ? HOLD_MARK : '')) {
            throw new Stop(Ending::Done, 'The maintenance page is up. It stays until `maintenance '
                . ($holds ? 'release' : 'off') . '`.');
        }
    }
    if ($holds && is_marked(HOLD_MARK)) {
        throw new Stop(Ending::WasHeld, 'The maintenance page is up since an earlier `maintenance hold`, and is left as it is.');
    }
    throw new Stop(Ending::AsItWas, 'A maintenance page is up already, and is left as it is.'
        . (is_upgrade_page() ? ' It is that of an upgrade, which takes it down at its end.' : ''));
});
