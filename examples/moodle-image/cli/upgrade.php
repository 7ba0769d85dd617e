<?php
// Upgrades the database to the version of the code, in maintenance mode if Moodle requires that. It can be run repeatedly.

namespace MoodleImage;

require __DIR__ . '/../lib/home.php';
require __DIR__ . '/../lib/maintenance.php';
require __DIR__ . '/../lib/upgrade.php';

/** Runs a script of Moodle, and ends the command if it fails. */
function run_or_end(Database $database, array $command, string $advice): void {
    $exit = run($database, $command, stoppable: false);
    if ($exit !== 0) {
        $script = basename($command[0]);
        throw new Stop(Ending::MoodleFailed, "Moodle's $script ended with $exit. Its output is above. $advice");
    }
}

command(function (): void {
    $code = declared_code();
    $database = locked_database();
    refuse_the_impossible($database, $code);

    $before = recorded($database);
    $interrupted = in_array($before, [UPGRADING, UPGRADING_LIVE], true);
    if (!$interrupted && difference($database, $code) === null) {
        record($database, INSTALLED);
        remember_home($database);
        throw new Stop(Ending::Done, "The database is already at Moodle {$code['release']}. Nothing to do.");
    }
    $difference = $interrupted ? 'an earlier run was interrupted' : difference($database, $code);
    if ($interrupted) {
        forget_interrupted($database);
    } else {
        refuse_what_moodle_refuses($database);
    }
    remember_home($database);
    // An upgrade that started in maintenance mode is finished in maintenance mode.
    $live = $before !== UPGRADING && pending($database, $code) === Pending::Live;

    if (!$live) {
        // The page is in moodledata, so that every task shows it. A page that is already up is kept.
        put_up('This site is being upgraded. Please come back in a few minutes.', UPGRADE_MARK);
        await_closed();
    }
    // Written before anything is upgraded.
    record($database, $live ? UPGRADING_LIVE : UPGRADING);
    say('Upgrading Moodle ' . release($database) . " to {$code['release']}" . ($live ? ' while the site is used' : '') . ": $difference.");
    $advice = ($live ? '' : 'The maintenance page stays. ') . 'Run `upgrade` again, or restore the backup.';
    // Not `--maintenance=false`, as its help says: Moodle reads that as the text "false", which is true.
    run_or_end($database, [upgrade_script(), '--non-interactive', ...($live ? ['--maintenance=0'] : [])], $advice);
    if ($live) {
        // In this mode, Moodle does not purge its caches.
        run_or_end($database, [required('MOODLE_CODE') . '/admin/cli/purge_caches.php'], $advice);
    }
    $difference = difference($database, $code);
    if ($difference !== null) {
        throw new Stop(Ending::MoodleFailed, "Moodle's upgrade.php succeeded, but $difference. $advice");
    }
    if (is_upgrade_page()) {
        take_down();
    }
    record($database, INSTALLED);
    say("The database is now at Moodle {$code['release']}.");
});
