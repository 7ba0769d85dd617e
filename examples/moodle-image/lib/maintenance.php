<?php
// Moodle's maintenance page: while the file lies in moodledata, every task of the site answers with it, and without the
// database: <https://docs.moodle.org/en/Maintenance_mode>.

namespace MoodleImage;

require_once __DIR__ . '/task.php';

/** What `upgrade` puts up says so, since it takes down only its own. */
const UPGRADE_MARK = '<!-- moodle-image: upgrade -->';

/** And so does what a deployer puts up around an upgrade, for `maintenance release`. */
const HOLD_MARK = '<!-- moodle-image: hold -->';

function maintenance_page(): string {
    return required('MOODLE_DATAROOT') . '/climaintenance.html';
}

/** Puts a page up, all of it at once, and tells whether it did: one that is up stays as it is. */
function put_up(string $sentence, string $mark = ''): bool {
    $page = maintenance_page();
    $own = "$page." . bin2hex(random_bytes(8));
    file_put_contents($own, "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Maintenance</title>"
        . "<p>$sentence</p>$mark</html>\n");
    // Unlike a rename, a link overwrites nothing.
    $done = @link($own, $page);
    unlink($own);
    clearstatcache();
    if (!$done && !is_file($page)) {
        throw new Stop(Ending::Unavailable, "$page cannot be written.");
    }
    return $done;
}

/** Waits until no task works with the database any more: each shows the page, and what began before it is answered.
 *
 *  A client of NFS may not see a new file for 60 seconds: `acdirmax` of <https://man7.org/linux/man-pages/man5/nfs.5.html>. */
function await_closed(): void {
    $wait = whole('MOODLE_CLOSE_WAIT', 0, 3600, 60 + whole('MOODLE_MAX_EXECUTION_TIME', 1, 86400));
    $left = filemtime(maintenance_page()) + $wait - time();
    if ($left > 0) {
        say("Waiting $left seconds, until every task shows the maintenance page and the last request is answered.");
        sleep(min($left, $wait));
    }
}

/** Takes a page down, if one is up. */
function take_down(): void {
    @unlink(maintenance_page());
    clearstatcache();
    if (is_file(maintenance_page())) {
        throw new Stop(Ending::Unavailable, maintenance_page() . ' cannot be removed.');
    }
}

/** Tells whether the page that is up is that of an upgrade. */
function is_upgrade_page(): bool {
    return is_marked(UPGRADE_MARK);
}

/** Tells whether the page that is up has a mark. */
function is_marked(string $mark): bool {
    return str_contains((string) @file_get_contents(maintenance_page()), $mark);
}
