<?php
// Moodle's sessions in Redis, on a connection of connection.php.

namespace MoodleImage;

require_once __DIR__ . '/connection.php';

final class SessionHandler extends \core\session\redis {
    protected function connect_to_redis(): bool {
        $this->connection = connection(redis_settings(), (float) $this->connectiontimeout);
        $this->connection->setOption(\Redis::OPT_SERIALIZER, $this->serializer);
        $this->connection->setOption(\Redis::OPT_PREFIX, $this->prefix);
        return true;
    }
}
