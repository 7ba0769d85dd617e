<?php
// Moodle's cache store for Redis, on a connection of connection.php.

namespace MoodleImage;

require_once __DIR__ . '/connection.php';

final class CacheStore extends \cachestore_redis {
    protected function new_redis(array $configuration): \Redis|\RedisCluster|null {
        try {
            $redis = connection(redis_settings(), (float) $this->connectiontimeout);
            // With a compressor, the store serializes the values itself.
            if ($this->compressor === self::COMPRESSOR_NONE) {
                $redis->setOption(\Redis::OPT_SERIALIZER, $this->serializer);
            }
            $redis->setOption(\Redis::OPT_PREFIX, $configuration['prefix']);
            $this->isready = true;
            return $redis;
        } catch (\RedisException $error) {
            // As Moodle does: pages work without a cache.
            error_log("Redis {$configuration['server']} cannot be used: {$error->getMessage()}");
            $this->isready = false;
            return null;
        }
    }
}
