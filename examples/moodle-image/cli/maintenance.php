<?php
// Puts the maintenance page up, or takes it down: for an administrator with `maintenance on` and `maintenance off`, and around
// an upgrade with `maintenance hold` and `maintenance release`. The latter only takes down the page of `maintenance hold`.

namespace MoodleImage;

require __DIR__ . '/../lib/maintenance.php';

/** Ends the command if the page must stay up. An upgrade takes down its own page when the site works again. */
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
            throw new Stop(Ending::Done, "The maintenance page was put up by another command, and is not changed.");
        }
        refuse_while_upgrading(patient_database());
        // An upgrade may have started meanwhile.
        $database = locked_database();
        refuse_while_upgrading($database);
        take_down();
        throw new Stop(Ending::Done, 'The maintenance page is down.');
    }
    if (!is_site(patient_database())) {
        throw new Stop(Ending::Refused, 'There is no complete site in this database.');
    }
    // A running upgrade has the lock and usually a page. If a page is up, there is no need to wait.
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
        throw new Stop(Ending::WasHeld, 'The maintenance page is up since an earlier `maintenance hold`, and is not changed.');
    }
    throw new Stop(Ending::AsItWas, 'A maintenance page is up already, and is not changed.'
        . (is_upgrade_page() ? ' It belongs to an upgrade, which takes it down at its end.' : ''));
});
