<?php
// What lies between a site's database and the image's code, and how `upgrade` may go about it.

namespace MoodleImage;

require_once __DIR__ . '/task.php';

enum Pending {
    case Nothing;
    /** Only code changes, no schema: the site can be used meanwhile. */
    case Live;
    case Maintenance;
}

/** Ends the command unless there is a site which this code can be the next version of. */
function refuse_the_impossible(Database $database, array $code): void {
    if (!is_site($database)) {
        throw new Stop(Ending::Refused, 'There is no complete site in this database. Run `install` first.');
    }
    if (difference($database, $code) === NEWER) {
        throw new Stop(Ending::Refused, 'The database is of Moodle ' . release($database) . ", newer than this image's"
            . " {$code['release']}. Moodle cannot go back: deploy the newer image, or restore the backup from before the"
            . ' upgrade.');
    }
}

/** Names the release that the database was last upgraded to. */
function release(Database $database): string {
    return moodle_config($database, 'release')['release'] ?? 'an unknown version';
}

function upgrade_script(): string {
    return required('MOODLE_CODE') . '/admin/cli/upgrade.php';
}

/** Asks Moodle what is pending, which changes nothing.
 *
 *  Moodle needs maintenance where any component's `db` folder has changed. It exits with 0, 2 or 3; with anything else it
 *  could not tell, and what differs then is taken for the worse: <https://github.com/moodle/moodle/blob/main/admin/cli/upgrade.php>. */
function pending(Database $database, array $code): Pending {
    $exit = run($database, [upgrade_script(), '--is-maintenance-required'], stoppable: true);
    return match ($exit) {
        0 => Pending::Nothing,
        2 => Pending::Maintenance,
        3 => Pending::Live,
        default => difference($database, $code) === null ? Pending::Nothing : Pending::Maintenance,
    };
}

/** Has Moodle do an upgrade that was cut short again, from its beginning; it skips the steps that are done.
 *
 *  Moodle refuses to work for up to some minutes after an upgrade that was killed, and takes one that came to its plugins'
 *  hash for whole, though the default settings come after it:
 *  <https://github.com/moodle/moodle/blob/main/public/lib/upgradelib.php>. The caller holds the lock, and so knows that no
 *  upgrade runs. */
function forget_cut_short(Database $database): void {
    $database->query('DELETE FROM ' . PREFIX . "config WHERE name IN ('upgraderunning', 'outagelessupgrade', 'allversionshash')");
}
