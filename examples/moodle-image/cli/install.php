<?php
// Installs Moodle into an empty database. Run it as often as you like, and stop it whenever you like: it finds out how
// far an earlier run came, and never drops what somebody may have made.

namespace MoodleImage;

require __DIR__ . '/../lib/files.php';
require __DIR__ . '/../lib/upgrade.php';

/** Ends the command where the database came without the files that it knows: Moodle writes some when it is installed. */
function refuse_without_files(Database $database, string $folder): void {
    if (file_within($folder) !== null) {
        return;
    }
    // A folder has a row, too, of no size.
    if ($database->query('SELECT id FROM ' . PREFIX . 'files WHERE filesize > 0 LIMIT 1') !== []) {
        throw new Stop(Ending::Refused, "The database holds a site with files, and $folder holds none: the database was restored"
            . ' without its files, and what people have uploaded would be missing on every page. Nothing was changed. Restore'
            . " the database and the files of one moment again, or bring the files into $folder, and run `install` again.");
    }
}

command(function (): void {
    // What the installer will want is asked for before anything is begun.
    foreach (['MOODLE_ADMIN_USER', 'MOODLE_ADMIN_PASSWORD', 'MOODLE_ADMIN_EMAIL', 'MOODLE_SITE_NAME'] as $name) {
        required($name);
    }
    $code = declared_code();
    $database = locked_database();
    $filedir = required('MOODLE_DATAROOT') . '/filedir';

    if (recorded($database) === INSTALLING) {
        // Nothing in the database tells that Moodle's installer has done its last step: what it writes last, it writes
        // earlier, too. <https://github.com/moodle/moodle/blob/main/public/lib/installlib.php>
        $trace = trace_of_people($database);
        if ($trace !== null) {
            throw new Stop(Ending::Refused, "An earlier installation was cut short, but $trace. Nothing is dropped. Look at"
                . ' the database; if it holds nothing you need, give Moodle an empty one.');
        }
        say('An earlier installation was cut short, and nobody has used it. Dropping its tables, to begin again.');
        $database->drop_moodle_tables();
    } elseif (is_site($database)) {
        refuse_without_files($database, $filedir);
        record($database, recorded($database) ?? INSTALLED);
        refuse_the_impossible($database, $code);
        $difference = recorded($database) === INSTALLED ? difference($database, $code) : 'an upgrade was cut short';
        if ($difference !== null) {
            throw new Stop(Ending::UpgradePending, 'Moodle ' . release($database) . " is installed already, and an upgrade to"
                . " {$code['release']} is pending: $difference. Run `upgrade`.");
        }
        throw new Stop(Ending::Done, 'Moodle is installed already. Nothing to do.');
    } elseif ($database->moodle_tables() !== []) {
        throw new Stop(Ending::Refused, 'The database holds tables of Moodle which this image did not make, and which are'
            . ' no complete site. Nothing is dropped. Restore the database from a backup, or give Moodle an empty one.');
    }

    if (recorded($database) === null && file_within($filedir) !== null) {
        say('moodledata holds files of an earlier site, and the database is empty. The files stay, but the new site will'
            . ' not know them. If you meant to have the earlier site back, restore its database.');
    }
    record($database, INSTALLING);
    say("Installing Moodle {$code['release']}.");
    $exit = run($database, [__DIR__ . '/install-moodle.php'], stoppable: true);
    if ($exit !== 0) {
        throw new Stop(Ending::MoodleFailed, "Moodle's installer ended with $exit; what it said is above. The next run begins again.");
    }
    record($database, INSTALLED);
    say('Moodle is installed.');
});
