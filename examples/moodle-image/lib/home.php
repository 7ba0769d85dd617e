<?php
// Remembers where a site is at home, in Moodle's settings, so that a copy of its database knows that it is one.

namespace MoodleImage;

require_once __DIR__ . '/task.php';

/** The address that the site last had when it was no copy. */
const HOME = 'moodleimagehome';
/** Set while the site is a copy at any address. */
const COPY = 'moodleimagecopy';

/** Writes a setting of Moodle, or removes it. The caller purges Moodle's caches, if pages may have cached it. */
function write_setting(Database $database, string $name, ?string $value): void {
    $table = PREFIX . 'config';
    if (!$database->has($table)) {
        return;
    }
    $database->query("DELETE FROM $table WHERE name = ?", [$name]);
    if ($value !== null) {
        $database->query("INSERT INTO $table (name, value) VALUES (?, ?)", [$name, $value]);
    }
}

/** The file that `adopt` leaves in moodledata that it has restored. */
const RESTORED = '.moodle-image-restored';

/** The address of this site. */
function address(): string {
    return rtrim(required('MOODLE_URL'), '/');
}

function restored_mark(): string {
    return required('MOODLE_DATAROOT') . '/' . RESTORED;
}

/** Remembers the address, or that the site was just restored. The caller holds the lock. */
function remember_home(Database $database): void {
    if (is_file(restored_mark())) {
        mark_as_copy($database);
        @unlink(restored_mark());
        say('This site was restored from a backup. It sends no mail until `mail on`, since its users are those of the original.');
    } elseif (!isset(moodle_config($database, HOME)[HOME])) {
        write_setting($database, HOME, address());
    } elseif (($copy = copy_of($database)) !== null) {
        say("Note: $copy until `mail on`.");
    }
}

/** Stops the mail of the site. */
function mark_as_copy(Database $database): void {
    write_setting($database, COPY, '1');
    purge($database);
}

/** Purges Moodle's caches, which have its settings. */
function purge(Database $database): void {
    $exit = run($database, [required('MOODLE_CODE') . '/admin/cli/purge_caches.php'], stoppable: false);
    if ($exit !== 0) {
        throw new Stop(Ending::MoodleFailed, "Moodle's purge_caches.php ended with $exit. Its output is above. Run this again.");
    }
}

/** Describes a copy, or returns null. */
function copy_of(Database $database): ?string {
    $config = moodle_config($database, HOME, COPY);
    $home = $config[HOME] ?? address();
    return match (true) {
        $home !== address() => "this is a copy of $home and sends no mail",
        isset($config[COPY]) => 'this site was restored or copied and sends no mail',
        default => null,
    };
}
