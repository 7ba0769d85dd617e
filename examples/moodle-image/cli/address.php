<?php
// Replaces the address that the site had by the one it has, in everything that people wrote.

namespace MoodleImage;

require __DIR__ . '/../lib/home.php';
require __DIR__ . '/../lib/upgrade.php';

command(function () use ($argv): void {
    $code = declared_code();
    $database = locked_database();
    if (!is_site($database)) {
        throw new Stop(Ending::Refused, 'There is no complete site in this database.');
    }
    $difference = difference($database, $code);
    if ($difference !== null || recorded($database) !== INSTALLED) {
        throw new Stop(Ending::Refused, 'The database does not match the code: ' . ($difference ?? 'a command was interrupted')
            . '. Run `install` or `upgrade` first.');
    }
    $old = rtrim($argv[1] ?? moodle_config($database, HOME)[HOME] ?? '', '/');
    if (!preg_match('~^https?://[a-z0-9.-]+(:\d+)?(/[^\s]*)?$~iD', $old)) {
        throw new Stop(Ending::Refused, 'The address that the site had is not known. Name it: `address https://old.example.edu`.');
    }
    if ($old === address()) {
        throw new Stop(Ending::Done, "The site had the address $old already. Nothing to do.");
    }
    // Text with both schemes, and without one.
    $short = fn(string $url) => preg_replace('~^https?:~', '', $url);
    say("Replacing $old by " . address() . ' in the database.');
    $exit = run($database, [
        required('MOODLE_CODE') . (is_dir(required('MOODLE_CODE') . '/public') ? '/public' : '') . '/admin/tool/replace/cli/replace.php',
        '--search=' . $short($old), '--replace=' . $short(address()), '--shorten', '--non-interactive',
        // Not what this command itself goes by, and no record of what people did.
        '--skiptables=config,logstore_standard_log,sessions',
    ], stoppable: false);
    if ($exit !== 0) {
        throw new Stop(Ending::MoodleFailed, "Moodle's replace.php ended with $exit. Its output is above. Run this again.");
    }
    // A copy stays one.
    if (copy_of($database) !== null) {
        write_setting($database, COPY, '1');
    }
    write_setting($database, HOME, address());
    purge($database);
    say('The address is replaced.' . (copy_of($database) === null ? '' : ' The site still is a copy, and sends no mail until `mail on`.'));
});
