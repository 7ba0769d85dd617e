<?php
// The state of the site in its database: this image's own record, and Moodle's settings.
//
// The record is a small table next to Moodle's. Only the record distinguishes an interrupted installation from a site, since
// both have tables. It is written before Moodle's first table is created, so that tables of Moodle without a record were not
// created by this image.

namespace MoodleImage;

require_once __DIR__ . '/database.php';

const RECORD = 'moodle_image';

/** The states of the record. Without a record, the state is null. */
const INSTALLING = 'installing';
const INSTALLED = 'installed';
const UPGRADING = 'upgrading';
/** Without the maintenance page. */
const UPGRADING_LIVE = 'upgrading live';

/** Reads the record. */
function recorded(Database $database): ?string {
    if (!$database->has(RECORD)) {
        return null;
    }
    $rows = $database->query('SELECT state FROM ' . RECORD . ' WHERE id = 1');
    return $rows[0]['state'] ?? null;
}

/** Writes the record. */
function record(Database $database, string $state): void {
    if (!$database->has(RECORD)) {
        $database->query('CREATE TABLE ' . RECORD . ' (
            id INTEGER NOT NULL PRIMARY KEY, state VARCHAR(20) NOT NULL, since VARCHAR(40) NOT NULL)');
    }
    // A single statement, so that there is always a record.
    $values = [$state, gmdate('c')];
    if ($database->query('SELECT id FROM ' . RECORD . ' WHERE id = 1') === []) {
        $database->query('INSERT INTO ' . RECORD . ' (id, state, since) VALUES (1, ?, ?)', $values);
    } else {
        $database->query('UPDATE ' . RECORD . ' SET state = ?, since = ? WHERE id = 1', $values);
    }
}

/** Reads those of the named Moodle settings that exist. */
function moodle_config(Database $database, string ...$names): array {
    if (!$database->has(PREFIX . 'config')) {
        return [];
    }
    $marks = implode(', ', array_fill(0, count($names), '?'));
    $rows = $database->query('SELECT name, value FROM ' . PREFIX . "config WHERE name IN ($marks)", $names);
    return array_column($rows, 'value', 'name');
}

/** Returns whether there is a site, which this image installed or which was restored with the database. */
function is_site(Database $database): bool {
    $recorded = recorded($database);
    if ($recorded !== null) {
        return $recorded !== INSTALLING;
    }
    // A database that was restored from a Moodle with another image.
    $config = moodle_config($database, 'version', 'rolesactive');
    return !empty($config['version']) && !empty($config['rolesactive']);
}

/** Returns what shows that the site has been used, or null. The installer creates two users and one course. */
function trace_of_people(Database $database): ?string {
    $count = fn(string $table, string $where) => $database->has(PREFIX . $table)
        ? (int) $database->query('SELECT COUNT(*) AS n FROM ' . PREFIX . "$table WHERE $where")[0]['n']
        : 0;
    return match (true) {
        $count('user', 'currentlogin > 0 OR lastlogin > 0 OR lastaccess > 0') > 0 => 'a user has signed in',
        $count('user', '1 = 1') > 2 => 'it has users other than the guest and the administrator',
        $count('course', '1 = 1') > 1 => 'it has courses',
        default => null,
    };
}
