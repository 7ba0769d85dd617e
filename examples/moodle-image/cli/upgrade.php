<?php
// Brings the database to the version of the code, behind Moodle's maintenance page where Moodle needs that. Run it as
// often as you like.

namespace MoodleImage;

require __DIR__ . '/../lib/maintenance.php';
require __DIR__ . '/../lib/upgrade.php';

/** Runs a script of Moodle's, and ends the command if it fails. */
function run_or_end(Database $database, array $command, string $advice): void {
    $exit = run($database, $command, stoppable: false);
    if ($exit !== 0) {
        $script = basename($command[0]);
        throw new Stop(Ending::MoodleFailed, "Moodle's $script ended with $exit; what it said is above. $advice");
    }
}

command(function (): void {
    $code = declared_code();
    $database = locked_database();
    refuse_the_impossible($database, $code);

    $before = recorded($database);
    $cut_short = in_array($before, [UPGRADING, UPGRADING_LIVE], true);
    if (!$cut_short && difference($database, $code) === null) {
        record($database, INSTALLED);
        throw new Stop(Ending::Done, "The database is that of Moodle {$code['release']} already. Nothing to do.");
    }
    $difference = $cut_short ? 'an earlier run was cut short' : difference($database, $code);
    if ($cut_short) {
        forget_cut_short($database);
    }
    // What began behind the page ends behind it.
    $live = $before !== UPGRADING && pending($database, $code) === Pending::Live;

    if (!$live) {
        // It lies in moodledata, so that every task shows it. One that somebody else put up stays up.
        put_up('This site is being upgraded. Please come back in a few minutes.', UPGRADE_MARK);
        await_closed();
    }
    // Nothing is upgraded before this is written.
    record($database, $live ? UPGRADING_LIVE : UPGRADING);
    say('Upgrading Moodle ' . release($database) . " to {$code['release']}" . ($live ? ' while the site is used' : '') . ": $difference.");
    $advice = ($live ? '' : 'The maintenance page stays. ') . 'Run `upgrade` again, or restore the backup.';
    // Not `--maintenance=false`, as its help says: Moodle reads that as the text "false", which is true.
    run_or_end($database, [upgrade_script(), '--non-interactive', ...($live ? ['--maintenance=0'] : [])], $advice);
    if ($live) {
        // Moodle leaves that to whoever asks for no maintenance.
        run_or_end($database, [required('MOODLE_CODE') . '/admin/cli/purge_caches.php'], $advice);
    }
    $difference = difference($database, $code);
    if ($difference !== null) {
        throw new Stop(Ending::MoodleFailed, "Moodle's upgrade.php says that it is done, but $difference. $advice");
    }
    if (is_upgrade_page()) {
        take_down();
    }
    record($database, INSTALLED);
    say("The database is that of Moodle {$code['release']}.");
});
