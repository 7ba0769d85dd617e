<?php
// A connection to Redis that a PHP process keeps for its next pages. A handshake of TLS takes longer than all commands of a page.
//
// phpredis verifies a kept connection by an ECHO, and opens another one if the answer is wrong or if there is none:
// <https://github.com/phpredis/phpredis/blob/develop/INSTALL.md>, redis.pconnect.echo_check_liveness.

namespace MoodleImage;

require_once __DIR__ . '/redis.php';

/** Returns a connection to a Redis that is no cluster. Throws a RedisException if there is none. */
function connection(array $settings, float $timeout): \Redis {
    $redis = new \Redis();
    $context = $settings['ca'] === null ? [] : ['stream' => tls_options($settings)];
    $host = ($settings['ca'] === null ? '' : 'tls://') . $settings['host'];
    $warning = '';
    set_error_handler(function ($level, $text) use (&$warning) {
        $warning = preg_replace('/\s+/', ' ', $text);
        return true;
    });
    try {
        $connected = $redis->pconnect($host, $settings['port'], $timeout, 'moodle', 100, $timeout, $context);
    } finally {
        restore_error_handler();
    }
    if (!$connected || ($settings['auth'] !== '' && !$redis->auth($settings['auth']))) {
        throw new \RedisException("no connection. $warning");
    }
    return $redis;
}
