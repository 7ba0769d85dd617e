<?php
// The difference between a site's database and the image's code, and how it can be upgraded.

namespace MoodleImage;

require_once __DIR__ . '/components.php';

enum Pending {
    case Nothing;
    /** Only the code changes, and not the schema: the site can be used during the upgrade. */
    case Live;
    case Maintenance;
}

/** Ends the command unless there is a site that can be upgraded to this code. */
function refuse_the_impossible(Database $database, array $code): void {
    if (!is_site($database)) {
        throw new Stop(Ending::Refused, 'There is no complete site in this database. Run `install` first.');
    }
    $why = refusal($database, $code);
    if ($why !== null) {
        throw new Stop(Ending::Refused, $why);
    }
}

/** Ends the command if Moodle's upgrade would not begin, with Moodle's reasons. */
function refuse_what_moodle_refuses(Database $database): void {
    $process = proc_open(['php', dirname(__DIR__) . '/cli/requirements.php'], [1 => ['pipe', 'w'], 2 => STDERR], $pipes);
    $why = trim(stream_get_contents($pipes[1]));
    if (proc_close($process) !== 0) {
        throw new Stop(Ending::Refused, 'Moodle would refuse this upgrade: ' . str_replace("\n", '; ', $why) . '. Nothing was changed.'
            . ' Deploy an image that fits, or mend what is named.');
    }
}

function upgrade_script(): string {
    return required('MOODLE_CODE') . '/admin/cli/upgrade.php';
}

/** Asks Moodle what is pending, which changes nothing.
 *
 *  Moodle requires maintenance mode if the `db` folder of any component has changed. It exits with 0, 2 or 3. With any other
 *  code it failed, and a difference is assumed to require maintenance mode: <https://github.com/moodle/moodle/blob/main/admin/cli/upgrade.php>. */
function pending(Database $database, array $code): Pending {
    $exit = run($database, [upgrade_script(), '--is-maintenance-required'], stoppable: true);
    return match ($exit) {
        0 => Pending::Nothing,
        2 => Pending::Maintenance,
        3 => Pending::Live,
        default => difference($database, $code) === null ? Pending::Nothing : Pending::Maintenance,
    };
}

/** Makes Moodle repeat an interrupted upgrade from the start. It skips the steps that are done.
 *
 *  Moodle refuses to work for some minutes after a killed upgrade, and treats an upgrade as complete once its plugins' hash
 *  is written, although the default settings are applied after that:
 *  <https://github.com/moodle/moodle/blob/main/public/lib/upgradelib.php>. The caller holds the lock, and so knows that no
 *  upgrade runs. */
function forget_interrupted(Database $database): void {
    $database->query('DELETE FROM ' . PREFIX . "config WHERE name IN ('upgraderunning', 'outagelessupgrade', 'allversionshash')");
}
