<?php
// Moves the files that AWS Backup restored into place.
//
// AWS Backup never restores in place: it creates a folder `aws-backup-restore_<time>` in the root of the file system, with
// the whole hierarchy of the backup: <https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html>. The site's
// folder in it is moved as a whole, so that nothing is copied and all owners are kept. It can be run repeatedly, and stopped
// at any moment.

namespace MoodleImage;

require __DIR__ . '/../lib/files.php';
require __DIR__ . '/../lib/home.php';

/** A file in an adopted folder that names its origin. */
const ADOPTED = '.moodle-image-adopted';

/** The user and the group of `web`, unless the access point has others. */
const OWNER = 33;

/** The largest id that an access point of EFS accepts:
 *  <https://docs.aws.amazon.com/efs/latest/ug/API_PosixUser.html>. */
const LARGEST_ID = 4294967295;

/** What an unused site may contain: Moodle or an entry point creates it again. */
const REMADE = ['.htaccess', 'cache', 'climaintenance.html', 'localcache', 'lock', 'muc', 'sessions', 'temp'];

/** Lists the entries of a folder, if it exists. */
function entries(string $folder): array {
    return is_dir($folder) ? array_values(array_diff(scandir($folder), ['.', '..'])) : [];
}

/** Returns a file that only a site in use has, if there is one. */
function used(string $folder): ?string {
    foreach (entries($folder) as $entry) {
        if (in_array($entry, REMADE, true)) {
            continue;
        }
        $path = "$folder/$entry";
        if (is_link($path) || !is_dir($path)) {
            return $path;
        }
        $file = file_within($path);
        if ($file !== null) {
            return $file;
        }
    }
    return null;
}

/** Removes a folder and its content, without following links. */
function remove_folder(string $folder): void {
    foreach (entries($folder) as $entry) {
        $path = "$folder/$entry";
        is_dir($path) && !is_link($path) ? remove_folder($path) : unlink($path);
    }
    @rmdir($folder);
}

/** Renames within the file system, which is atomic. */
function move(string $from, string $to): void {
    if (!@rename($from, $to)) {
        throw new Stop(Ending::Unavailable, "$from cannot be renamed to $to: " . error_get_last()['message']);
    }
}

/** Returns the path of the site's folder in the file system, such as `/moodledata`. */
function files_path(): string {
    $path = rtrim(required('MOODLE_FILES_PATH'), '/');
    if (!preg_match('#^(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$#D', $path)) {
        throw new Misconfigured('MOODLE_FILES_PATH is not the absolute path of a folder, such as /moodledata.');
    }
    return $path;
}

command(function (): void {
    $root = rtrim(required('MOODLE_FILES_ROOT'), '/');
    $path = files_path();
    $user = whole('MOODLE_FILES_UID', 0, LARGEST_ID, OWNER);
    $group = whole('MOODLE_FILES_GID', 0, LARGEST_ID, OWNER);
    $site = $root . $path;
    $aside = "$site.moodle-image-aside";
    if (!is_dir($root) || !is_writable($root)) {
        throw new Stop(Ending::Unavailable, "$root, which MOODLE_FILES_ROOT names, cannot be written by user "
            . posix_geteuid() . '. Mount the root of the file system there, and run the task as user 0.');
    }

    $restores = glob("$root/aws-backup-restore_*", GLOB_ONLYDIR);
    $found = array_values(array_filter($restores, fn($restore) => is_dir($restore . $path)));
    if (count($found) > 1) {
        throw new Stop(Ending::Refused, 'Several restored folders hold a site: ' . implode(', ', $found) . '. Nothing was'
            . ' changed. Remove the others.');
    }
    if ($found === []) {
        if (!is_file("$site/" . ADOPTED)) {
            throw new Stop(Ending::Refused, "No folder aws-backup-restore_… in $root has $path in it. Nothing was changed."
                . ' Restore the backup to this file system first.');
        }
        // An earlier run may have been stopped before its end.
        remove_folder($aside);
        array_map('rmdir', array_filter($restores, fn($restore) => entries($restore) === []));
        throw new Stop(Ending::Done, "$site is the restored folder already. Nothing to do.");
    }

    say("Checking whether $site is in use.");
    $used = used($site);
    if ($used !== null) {
        throw new Stop(Ending::Refused, "$site is in use: it has $used. Nothing was changed, and nothing is overwritten."
            . ' Restore to the file system of a stack that has not been used yet.');
    }
    $restored = $found[0] . $path;
    // It is moved with the folder, so that a moved folder always has it.
    file_put_contents("$restored/" . ADOPTED, basename($found[0]) . "\n");
    // `install` reads it: a restored site sends no mail until an administrator says so.
    file_put_contents("$restored/" . RESTORED, basename($found[0]) . "\n");
    foreach ([$restored, "$restored/" . ADOPTED, "$restored/" . RESTORED] as $own) {
        if (!@chown($own, $user) || !@chgrp($own, $group)) {
            throw new Stop(Ending::Unavailable, "$own cannot be given to user $user and group $group, which `web` runs as.");
        }
    }
    if (!is_dir(dirname($site))) {
        mkdir(dirname($site), 0755, true);
    }
    // Left over from a run that was stopped between the two moves.
    remove_folder($aside);
    if (is_dir($site)) {
        move($site, $aside);
    }
    move($restored, $site);
    remove_folder($aside);
    // Only empty folders. Other parts of the backup are kept.
    for ($folder = dirname($restored); $folder !== $root && entries($folder) === []; $folder = dirname($folder)) {
        rmdir($folder);
    }
    say("$restored was moved to $site.");
    if (is_file("$site/climaintenance.html")) {
        say('The maintenance page was up when the backup was made, and is up now: `maintenance off` takes it down.');
    }
});
