<?php
// Configures Redis for Moodle's cache (MUC).
//
// Moodle keeps the configuration of its caches in a PHP file, in moodledata unless `$CFG->altcacheconfigpath` is set. A file
// in moodledata would outlive the Redis that it names. So each task has its own file on its own disk, which is created from
// its environment and from the definitions of the caches in its code.
// <https://docs.moodle.org/en/Caching>, <https://github.com/moodle/moodle/blob/main/config-dist.php>.

namespace MoodleImage;

require_once __DIR__ . '/code.php';
require_once __DIR__ . '/redis.php';
require_once __DIR__ . '/state.php';

/** Definitions that a task keeps on its own disk, with the copies that it shares, if any.
 *
 *  Moodle allows this where a key never has another value later (`canuselocalstore`). It also allows it for `ai_policy`, but a
 *  consent that was given at one task would be asked for again at the others. The last three depend on nothing but the code,
 *  which a task never changes. <https://docs.moodle.org/dev/Cache_API>. */
const LOCAL_DEFINITIONS = [
    'core/string' => [], 'core/langmenu' => [], 'core/htmlpurifier' => [], 'core/plugin_functions' => [], 'core/routes' => [],
    'core/h5p_libraries' => [], 'core/h5p_library_files' => [], 'core/file_imageinfo' => [],
    // A new task finds the structure of a course, which takes many statements, in Redis.
    'core/coursemodinfo' => ['redis'],
    'core/observers' => [], 'core/yuimodules' => [], 'core/fontawesomeiconmapping' => [],
];

/** Definitions that are shared, since they also depend on the site's settings, but only between tasks with the same code. */
const CODE_DEFINITIONS = ['core/plugin_manager', 'core/postprocessedcss', 'core/contentbank_enabled_extensions', 'tool_mobile/plugininfo'];

/** Returns the path of the file, which depends on the Redis and on the code. */
function cache_file(string $folder, array $redis): string {
    return $folder . '/muc-' . substr(hash('sha256', code_mark() . serialize([$redis, CACHE_PREFIX])), 0, 16) . '.php';
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
    write_whole($file, $text);
    return true;
}

/** The prefix of the caches in Redis. It changes with the format of their values, so that images of both formats can run at the
 *  same time. Sessions have another prefix, so that purging the caches does not end them. */
const CACHE_PREFIX = 'mdl_mucz_';

/** The folder of the caches that Moodle lets each server have for itself: <https://docs.moodle.org/en/Server_cluster>. */
function local_cache_folder(): string {
    return required('MOODLE_LOCALCACHE') . '/local-' . code_mark();
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
        'prefix' => CACHE_PREFIX,
        'password' => $redis['auth'],
        'serializer' => 1,
        // Moodle's COMPRESSOR_PHP_GZIP. The values are lists of names and settings, a fifth of their size when compressed.
        'compressor' => 1,
        'connectiontimeout' => 3,
        'encryption' => $redis['ca'] !== null,
        // Without a CA, Moodle encrypts, but does not verify the certificate:
        // <https://github.com/moodle/moodle/blob/main/public/cache/stores/redis/lib.php>.
        'cafile' => $redis['ca'] ?? '',
        'clustermode' => $redis['cluster'],
    ];
    // Moodle drops each mapping whose definition it does not find here, without a word.
    $definitions = cache_definitions();
    $mappings = [];
    foreach (array_intersect_key(LOCAL_DEFINITIONS, $definitions) as $name => $behind) {
        foreach (['local', ...$behind] as $sort => $where) {
            $mappings[] = ['definition' => $name, 'store' => $where, 'sort' => $sort];
        }
    }
    foreach (array_intersect(CODE_DEFINITIONS, array_keys($definitions)) as $name) {
        // SHARING_SITEID and SHARING_INPUT of \core_cache\definition: the key has the site's identifier and this text.
        $definitions[$name] = ['selectedsharingoption' => 2 | 8, 'userinputsharingkey' => code_mark()] + $definitions[$name];
    }
    return [
        'siteidentifier' => md5($identifier),
        'stores' => [
            'redis' => $store('redis', 'redis', $shared, 26, 3, false),
            // In the folder that each task empties when all caches are purged.
            'local' => $store('local', 'file', ['path' => local_cache_folder() . '/muc', 'autocreate' => true], 30, 3, false),
            'default_application' => $store('default_application', 'file', [], 30, 3, true),
            'default_session' => $store('default_session', 'session', [], 14, 2, true),
            'default_request' => $store('default_request', 'static', [], 31, 4, true),
        ],
        'modemappings' => [
            ['mode' => 1, 'store' => 'redis', 'sort' => 0],
            ['mode' => 2, 'store' => 'redis', 'sort' => 0],
            ['mode' => 4, 'store' => 'default_request', 'sort' => -1],
        ],
        'definitions' => $definitions,
        'definitionmappings' => $mappings,
        'locks' => [
            $lock => ['name' => $lock, 'type' => 'cachelock_file', 'dir' => 'filelocks', 'default' => true],
        ],
    ];
}
