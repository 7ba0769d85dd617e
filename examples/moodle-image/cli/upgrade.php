<?php
// Brings the database to the version of the code, behind Moodle's maintenance page. Run it as often as you like.

namespace MoodleImage;

require __DIR__ . '/../lib/task.php';

command(function (): void {
    $code = declared_code();
    $database = locked_database();

    if (!is_site($database)) {
        throw new Stop(Ending::Refused, 'There is no complete site in this database. Run `install` first.');
    }
    $before = recorded($database);
    $difference = difference($database, $code);
    $from = moodle_config($database, 'release')['release'] ?? 'an unknown version';
    if ($difference === 'the database is newer than the code') {
        throw new Stop(Ending::Refused, "The database is of Moodle $from, newer than this image's {$code['release']}. Moodle cannot"
            . ' go back: deploy the newer image, or restore the backup from before the upgrade.');
    }
    if ($difference === null && $before !== UPGRADING) {
        record($database, INSTALLED);
        throw new Stop(Ending::Done, "The database is that of Moodle {$code['release']} already. Nothing to do.");
    }

    // The page lies in moodledata, so that every task shows it. One that somebody else put up stays up.
    $page = required('MOODLE_DATAROOT') . '/climaintenance.html';
    $ours = $before === UPGRADING || !is_file($page);
    if ($ours) {
        // The record comes first: a run that is cut short after it leaves a page which the next run takes down.
        record($database, UPGRADING);
        $own = "$page." . getmypid();
        file_put_contents($own, "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Maintenance</title>"
            . "<p>This site is being upgraded. Please come back in a few minutes.</p></html>\n");
        rename($own, $page);
    }
    if ($difference !== null) {
        say("Upgrading Moodle $from to {$code['release']}: $difference.");
        $script = required('MOODLE_CODE') . '/admin/cli/upgrade.php';
        $exit = run($database, [$script, '--non-interactive'], stoppable: false);
        $difference = difference($database, $code);
        if ($exit !== 0 || $difference !== null) {
            throw new Stop(Ending::MoodleFailed, "Moodle's upgrade ended with $exit" . ($difference ? ", and $difference" : '')
                . '; what it said is above. The maintenance page stays. Run `upgrade` again, or restore the backup.');
        }
    }
    if ($ours) {
        if (is_file($page)) {
            unlink($page);
        }
        record($database, INSTALLED);
    }
    say("The database is that of Moodle {$code['release']}.");
});
