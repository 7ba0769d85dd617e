<?php
// The readiness of a site.

namespace MoodleImage;

require_once __DIR__ . '/components.php';
require_once __DIR__ . '/maintenance.php';

/** Returns why the site cannot be used now, or null if it can. */
function reason_against(Database $database, array $code): ?string {
    return match (true) {
        !is_site($database) => 'the site is not installed',
        is_file(maintenance_page()) => 'the site is in maintenance',
        default => difference($database, $code),
    };
}
