<?php
// Puts the maintenance page up, or takes it down, for a person: `maintenance on`, `maintenance off`.

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
    if ($argv[1] === 'off') {
        if (!is_file(maintenance_page())) {
            throw new Stop(Ending::Done, 'No maintenance page is up. Nothing to do.');
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
    if (!is_file(maintenance_page())) {
        $database = locked_database();
        if (put_up('This site is in maintenance. Please come back later.')) {
            throw new Stop(Ending::Done, 'The maintenance page is up. It stays until `maintenance off`.');
        }
    }
    throw new Stop(Ending::AsItWas, 'A maintenance page is up already, and is left as it is.'
        . (is_upgrade_page() ? ' It is that of an upgrade, which takes it down at its end.' : ''));
});
