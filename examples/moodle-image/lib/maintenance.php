<?php
// Moodle's maintenance page: while the file is in moodledata, every task of the site answers with it, without using the
// database: <https://docs.moodle.org/en/Maintenance_mode>.

namespace MoodleImage;

require_once __DIR__ . '/task.php';

/** Marks the page of `upgrade`, which takes down only its own. */
const UPGRADE_MARK = '<!-- moodle-image: upgrade -->';

/** Marks the page of `maintenance hold`, for `maintenance release`. */
const HOLD_MARK = '<!-- moodle-image: hold -->';

function maintenance_page(): string {
    return required('MOODLE_DATAROOT') . '/climaintenance.html';
}

/** Puts the page up atomically, and returns whether it did. A page that is already up is not changed. */
function put_up(string $sentence, string $mark = ''): bool {
    $page = maintenance_page();
    $own = "$page." . bin2hex(random_bytes(8));
    file_put_contents($own, "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Maintenance</title>"
        . "<p>$sentence</p>$mark</html>\n");
    // Unlike a rename, a link does not overwrite.
    $done = @link($own, $page);
    unlink($own);
    clearstatcache();
    if (!$done && !is_file($page)) {
        throw new Stop(Ending::Unavailable, "$page cannot be written.");
    }
    return $done;
}

/** Waits until no task uses the database: every task shows the page, and earlier requests are answered.
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

/** Returns whether the page is that of `upgrade`. */
function is_upgrade_page(): bool {
    return is_marked(UPGRADE_MARK);
}

/** Returns whether the page has a mark. */
function is_marked(string $mark): bool {
    return str_contains((string) @file_get_contents(maintenance_page()), $mark);
}
