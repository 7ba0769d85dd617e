<?php
// Compares the versions of Moodle's components, which are core and every plugin, in the database and in the code.
//
// Moodle compares only core before an upgrade begins. With a plugin that is older than the database's, its upgrade ends half way,
// and there is no way back but a backup. With a plugin less, it goes on, records the smaller code as complete, and every page
// that needs the plugin fails: <https://github.com/moodle/moodle/blob/main/public/lib/upgradelib.php>.

namespace MoodleImage;

require_once __DIR__ . '/task.php';

/** Returns the versions of the plugins in the database, by their full names such as `mod_quiz`. */
function recorded_plugins(Database $database): array {
    if (!$database->has(PREFIX . 'config_plugins')) {
        return [];
    }
    $rows = $database->query('SELECT plugin, value FROM ' . PREFIX . "config_plugins WHERE name = 'version'");
    return array_column($rows, 'value', 'plugin');
}

/** Describes the plugins that are newer in the database than in the code. */
function newer_plugins(array $recorded, array $code): array {
    $newer = [];
    foreach ($code['plugins'] as $name => $version) {
        if (isset($recorded[$name]) && (float) $recorded[$name] > (float) $version) {
            $newer[] = "$name ({$recorded[$name]} in the database, $version in the code)";
        }
    }
    return $newer;
}

/** Describes the plugins that the database has and the code does not, except for those that Moodle itself has removed and those
 *  that the environment declares as removed. */
function missing_plugins(array $recorded, array $code): array {
    $missing = array_diff_key($recorded, $code['plugins'], array_flip(removed_plugins()));
    if ($missing !== []) {
        $missing = array_diff_key($missing, array_flip(code(array_keys($missing))['removed']));
    }
    return array_map(fn($name, $version) => "$name ($version)", array_keys($missing), $missing);
}

/** The plugins that an image has left out on purpose, from `MOODLE_REMOVED_PLUGINS`. */
function removed_plugins(): array {
    $names = array_map('trim', explode(',', optional('MOODLE_REMOVED_PLUGINS', 'none')));
    foreach ($names as $name) {
        if ($name !== 'none' && !preg_match('/^[a-z]+_[a-z][a-z0-9_]*$/D', $name)) {
            throw new Misconfigured("MOODLE_REMOVED_PLUGINS holds \"$name\", which is not the full name of a plugin, such as mod_quiz.");
        }
    }
    return $names;
}

/** Returns why Moodle must not be upgraded from this database to this code, and what to do, or null. */
function refusal(Database $database, array $code): ?string {
    $recorded = recorded_plugins($database);
    if (difference($database, $code) === NEWER) {
        return 'The database is at Moodle ' . release($database) . ", newer than this image's {$code['release']}. Moodle cannot be"
            . ' downgraded: deploy the newer image, or restore the backup from before the upgrade.';
    }
    if ($newer = newer_plugins($recorded, $code)) {
        return 'The database has newer plugins than this image: ' . implode(', ', $newer) . '. Plugins cannot be downgraded, and an'
            . ' upgrade would end half way: deploy an image with these versions or newer ones, or restore the backup from before'
            . ' their upgrade.';
    }
    if (difference($database, $code) !== null && ($missing = missing_plugins($recorded, $code))) {
        return 'The database has plugins that this image does not have: ' . implode(', ', $missing) . '. What people did with them'
            . ' could not be used. Deploy an image with them; or uninstall them with the image that has them, by'
            . ' `php admin/cli/uninstall_plugins.php --plugins=… --run`; or name them in MOODLE_REMOVED_PLUGINS to go on without'
            . ' them and keep their data.';
    }
    return null;
}

/** Returns the release that the database was last upgraded to. */
function release(Database $database): string {
    return moodle_config($database, 'release')['release'] ?? 'an unknown version';
}

const NEWER = 'the database is newer than the code';

/** Returns why the site's schema does not match the code, or null if it does. */
function difference(Database $database, array $code): ?string {
    $config = moodle_config($database, 'version', 'allversionshash') + ['version' => '', 'allversionshash' => ''];
    if ((float) $config['version'] > (float) $code['version']) {
        return NEWER;
    }
    $recorded = recorded_plugins($database);
    // Also after an upgrade that was interrupted before it wrote its hash.
    if ($newer = newer_plugins($recorded, $code)) {
        return 'the database has newer plugins than the code: ' . implode(', ', $newer);
    }
    return match (true) {
        (float) $config['version'] < (float) $code['version'] => 'the database is older than the code',
        $config['allversionshash'] === $code['hash'] => null,
        default => "the plugins' code is not what the database was last upgraded to" . changed_plugins($recorded, $code),
    };
}

/** Names the first plugins that differ. */
function changed_plugins(array $recorded, array $code): string {
    $lacks = array_diff_key($recorded, $code['plugins'], array_flip(removed_plugins()));
    $new = array_filter($code['plugins'], fn($version, $name) => (float) ($recorded[$name] ?? 0) < (float) $version, ARRAY_FILTER_USE_BOTH);
    $some = fn(string $what, array $plugins) => $plugins === [] ? '' : "; $what: " . implode(', ', array_slice(array_keys($plugins), 0, 5))
        . (count($plugins) > 5 ? ' and ' . (count($plugins) - 5) . ' more' : '');
    return $some('new or newer in the code', $new) . $some('not in the code', $lacks);
}
