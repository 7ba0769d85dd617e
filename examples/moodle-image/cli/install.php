<?php
// Installs Moodle into an empty database. It can be run repeatedly, and stopped at any moment: it detects how far an earlier
// run came, and never drops data that a user may have created.

namespace MoodleImage;

require __DIR__ . '/../lib/files.php';
require __DIR__ . '/../lib/home.php';
require __DIR__ . '/../lib/upgrade.php';

/** Ends the command if the database was restored without its files: Moodle writes some when it is installed. */
function refuse_without_files(Database $database, string $folder): void {
    if (file_within($folder) !== null) {
        return;
    }
    // A folder has a row, too, with size 0.
    if ($database->query('SELECT id FROM ' . PREFIX . 'files WHERE filesize > 0 LIMIT 1') !== []) {
        throw new Stop(Ending::Refused, "The database holds a site with files, and $folder holds none: the database was restored"
            . ' without its files, and all uploaded files would be missing. Nothing was changed. Restore'
            . " the database and the files of the same backup, or copy the files into $folder, and run `install` again.");
    }
}

command(function (): void {
    // The variables of the installer are checked before anything is changed.
    foreach (['MOODLE_ADMIN_USER', 'MOODLE_ADMIN_PASSWORD', 'MOODLE_ADMIN_EMAIL', 'MOODLE_SITE_NAME'] as $name) {
        required($name);
    }
    $code = declared_code();
    $database = locked_database();
    $filedir = required('MOODLE_DATAROOT') . '/filedir';

    if (recorded($database) === INSTALLING) {
        // Nothing in the database shows that Moodle's installer has done its last step: what it writes last, it also
        // writes earlier. <https://github.com/moodle/moodle/blob/main/public/lib/installlib.php>
        $trace = trace_of_people($database);
        if ($trace !== null) {
            throw new Stop(Ending::Refused, "An earlier installation was interrupted, but $trace. Nothing is dropped. Look at"
                . ' the database; if it holds nothing you need, give Moodle an empty one.');
        }
        say('An earlier installation was interrupted, and its site has not been used. Dropping its tables to start over.');
        $database->drop_moodle_tables();
    } elseif (is_site($database)) {
        refuse_without_files($database, $filedir);
        record($database, recorded($database) ?? INSTALLED);
        refuse_the_impossible($database, $code);
        if (is_file(restored_mark())) {
            remember_home($database);
        }
        $difference = recorded($database) === INSTALLED ? difference($database, $code) : 'an upgrade was interrupted';
        if ($difference !== null) {
            throw new Stop(Ending::UpgradePending, 'Moodle ' . release($database) . " is installed already, and an upgrade to"
                . " {$code['release']} is pending: $difference. Run `upgrade`.");
        }
        remember_home($database);
        throw new Stop(Ending::Done, 'Moodle is installed already. Nothing to do.');
    } elseif ($database->moodle_tables() !== []) {
        throw new Stop(Ending::Refused, 'The database has tables of Moodle which this image did not create, and which are'
            . ' not a complete site. Nothing is dropped. Restore the database from a backup, or give Moodle an empty one.');
    }

    if (recorded($database) === null && file_within($filedir) !== null) {
        say('moodledata holds files of an earlier site, and the database is empty. The files are kept, but the new site will'
            . ' not use them. To get the earlier site back, restore its database.');
    }
    record($database, INSTALLING);
    say("Installing Moodle {$code['release']}.");
    $exit = run($database, [__DIR__ . '/install-moodle.php'], stoppable: true);
    if ($exit !== 0) {
        throw new Stop(Ending::MoodleFailed, "Moodle's installer ended with $exit. Its output is above. The next run starts over.");
    }
    record($database, INSTALLED);
    @unlink(restored_mark());
    write_setting($database, COPY, null);
    remember_home($database);
    say('Moodle is installed.');
});
