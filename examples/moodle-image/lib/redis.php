<?php
// The Redis settings of Moodle's sessions and cache, and a check that Redis answers.

namespace MoodleImage;

require_once __DIR__ . '/environment.php';

function redis_settings(): array {
    $tls = flag('MOODLE_REDIS_TLS');
    return [
        // Moodle splits the host at colons and at commas, so that it must be a bare name.
        'host' => bare_host('MOODLE_REDIS_HOST'),
        'port' => whole('MOODLE_REDIS_PORT', 1, 65535),
        'auth' => redis_auth(),
        'cluster' => flag('MOODLE_REDIS_CLUSTER', false),
        // In `web`, the folder of openssl.capath has the other authorities.
        'ca' => $tls ? file_path(getenv('MOODLE_CA_FIRST') === false ? 'MOODLE_CA_FILE' : 'MOODLE_CA_FIRST') : null,
    ];
}

/** The argument of AUTH: a name and a password, a password, or '' for no AUTH.
 *
 *  A name changes what a Redis that demands no password says to one. With the name of the user that every connection has,
 *  `default`, Redis 6 accepts any password. Without a name, it refuses: <https://redis.io/docs/latest/commands/auth/>. */
function redis_auth(): array|string {
    $user = optional('MOODLE_REDIS_USER');
    $password = $user === null ? optional('MOODLE_REDIS_PASSWORD', '') : required('MOODLE_REDIS_PASSWORD');
    return $user === null ? $password : [$user, $password];
}

/** The options of the TLS stream. Never empty, since Moodle treats an empty array as "no TLS":
 *  <https://github.com/moodle/moodle/blob/main/public/lib/classes/session/redis.php>. */
function tls_options(array $settings): array {
    return ['verify_peer' => true, 'verify_peer_name' => true, 'cafile' => $settings['ca']];
}

/** Throws unless Redis answers, over the connection that Moodle's sessions use. */
function ask_redis(array $settings): void {
    $timeout = 2.0;
    try {
        if ($settings['cluster']) {
            $context = $settings['ca'] === null ? null : tls_options($settings);
            $seeds = ["{$settings['host']}:{$settings['port']}"];
            $redis = new \RedisCluster(null, $seeds, $timeout, $timeout, false, $settings['auth'], $context);
            $answer = $redis->ping($seeds[0]);
        } else {
            $redis = new \Redis();
            $context = $settings['ca'] === null ? [] : ['stream' => tls_options($settings)];
            @$redis->connect($settings['host'], $settings['port'], $timeout, null, 0, $timeout, $context);
            if ($settings['auth'] !== '') {
                $redis->auth($settings['auth']);
            }
            $answer = $redis->ping();
        }
        if ($answer === false) {
            throw new \RedisException('no answer');
        }
    } catch (\RedisException | \RedisClusterException $error) {
        $why = trim(error_get_last()['message'] ?? '') ?: $error->getMessage();
        $why = preg_replace('/\s+/', ' ', $why);
        throw new Unreachable("Redis {$settings['host']}:{$settings['port']} cannot be used: $why");
    }
}

function bare_host(string $name): string {
    $host = required($name);
    if (!preg_match('/^[a-z0-9.-]+$/iD', $host)) {
        throw new Misconfigured("$name is not a bare host name, without a scheme or a port.");
    }
    return $host;
}
