<?php
// `mail on` says that the site is no copy, and may send mail. `mail off` says that it is one.

namespace MoodleImage;

require __DIR__ . '/../lib/home.php';

command(function () use ($argv): void {
    $database = locked_database();
    if (!is_site($database)) {
        throw new Stop(Ending::Refused, 'There is no complete site in this database.');
    }
    if ($argv[1] === 'off') {
        mark_as_copy($database);
        throw new Stop(Ending::Done, 'The site sends no mail, and says on every page that it is a copy, until `mail on`.');
    }
    @unlink(restored_mark());
    write_setting($database, COPY, null);
    write_setting($database, HOME, address());
    purge($database);
    say('The site sends mail. It is at home at ' . address() . '.');
});
