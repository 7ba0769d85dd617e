<?php
// Configures Redis for Moodle's cache (MUC).
//
// Moodle keeps the configuration of its caches in a PHP file, in moodledata unless `$CFG->altcacheconfigpath` is set. A file
// in moodledata would outlive the Redis that it names. So each task has its own file on its own disk, which is created from
// its environment. Moodle itself adds the definitions of its caches.
// <https://docs.moodle.org/en/Caching>, <https://github.com/moodle/moodle/blob/main/config-dist.php>.

namespace MoodleImage;

require_once __DIR__ . '/redis.php';
require_once __DIR__ . '/state.php';

/** Returns the path of the file, which depends on the Redis and on the code. */
function cache_file(string $folder, array $redis): string {
    return $folder . '/muc-' . substr(hash('sha256', code_mark() . serialize($redis)), 0, 16) . '.php';
}

/** Writes the file if there is a site, and returns whether there is one.
 *
 *  It needs the site's identifier, since Moodle's keys in Redis contain it. Without it, the first request of each new task
 *  would read what an earlier first request had left under a key that no purge reaches. */
function make_cache_file(string $file, array $redis, Database $database): bool {
    if (!is_site($database)) {
        return false;
    }
    $identifier = moodle_config($database, 'siteidentifier')['siteidentifier'] ?? null;
    if ($identifier === null) {
        return false;
    }
    $text = "<?php defined('MOODLE_INTERNAL') || die();\n\$configuration = "
        . var_export(cache_configuration($redis, $identifier), true) . ";\n";
    // Other requests of this task may do the same concurrently.
    $own = tempnam(dirname($file), 'muc');
    file_put_contents($own, $text);
    rename($own, $file);
    return true;
}

function cache_configuration(array $redis, string $identifier): array {
    $lock = 'cachelock_file_default';
    // The modes are bits of \core_cache\store: 1 application, 2 session, 4 request. So are the features.
    $store = fn(string $name, string $plugin, array $settings, int $features, int $modes, bool $default) => [
        'name' => $name,
        'plugin' => $plugin,
        'configuration' => $settings,
        'features' => $features,
        'modes' => $modes,
        'default' => $default,
        'class' => "cachestore_$plugin",
        'lock' => $lock,
    ];
    $server = "{$redis['host']}:{$redis['port']}";
    $shared = [
        'server' => $server,
        // Sessions have another prefix, so that purging the caches does not end them.
        'prefix' => 'mdl_muc_',
        'password' => $redis['auth'],
        'serializer' => 1,
        'compressor' => 0,
        'connectiontimeout' => 3,
        'encryption' => $redis['ca'] !== null,
        // Without a CA, Moodle encrypts, but does not verify the certificate:
        // <https://github.com/moodle/moodle/blob/main/public/cache/stores/redis/lib.php>.
        'cafile' => $redis['ca'] ?? '',
        'clustermode' => $redis['cluster'],
    ];
    return [
        'siteidentifier' => md5($identifier),
        'stores' => [
            'redis' => $store('redis', 'redis', $shared, 26, 3, false),
            'default_application' => $store('default_application', 'file', [], 30, 3, true),
            'default_session' => $store('default_session', 'session', [], 14, 2, true),
            'default_request' => $store('default_request', 'static', [], 31, 4, true),
        ],
        'modemappings' => [
            ['mode' => 1, 'store' => 'redis', 'sort' => 0],
            ['mode' => 2, 'store' => 'redis', 'sort' => 0],
            ['mode' => 4, 'store' => 'default_request', 'sort' => -1],
        ],
        'definitions' => [],
        'definitionmappings' => [],
        'locks' => [
            $lock => ['name' => $lock, 'type' => 'cachelock_file', 'dir' => 'filelocks', 'default' => true],
        ],
    ];
}
