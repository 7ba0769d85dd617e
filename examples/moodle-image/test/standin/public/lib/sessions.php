<?php
// Stores sessions in Redis, to which it connects as lib/classes/session/redis.php does: TLS if, and only if,
// `session_redis_encrypt` is not empty. Or in the database, where Moodle has a table of its own for them.

function standin_redis(stdClass $CFG): Redis {
    $options = empty($CFG->session_redis_encrypt) ? [] : ['stream' => $CFG->session_redis_encrypt];
    $redis = new Redis();
    $redis->connect($CFG->session_redis_host, $CFG->session_redis_port, 3, null, 100, 3, $options);
    $auth = $CFG->session_redis_auth ?? '';
    if ($auth !== '' && !$redis->auth($auth)) {
        throw new RedisException('Unable to authenticate.');
    }
    $redis->setOption(Redis::OPT_SERIALIZER, Redis::SERIALIZER_PHP);
    $redis->setOption(Redis::OPT_PREFIX, $CFG->session_redis_prefix);
    return $redis;
}

function standin_start_session(stdClass $CFG): void {
    global $DB;
    session_set_save_handler($CFG->session_handler_class === '\core\session\database' ? standin_in_database($DB) : standin_in_redis($CFG));
    session_name('MoodleSession');
    session_start();
}

function standin_in_database(standin_database $database): SessionHandlerInterface {
    return new class ($database) implements SessionHandlerInterface {
        public function __construct(private standin_database $database) {
        }
        public function open($path, $name): bool {
            return true;
        }
        public function close(): bool {
            return true;
        }
        public function read($id): string {
            return base64_decode($this->database->get_config("session_$id") ?? '');
        }
        public function write($id, $data): bool {
            $this->database->set_config("session_$id", base64_encode($data));
            return true;
        }
        public function destroy($id): bool {
            $this->database->delete_config("session_$id");
            return true;
        }
        public function gc($lifetime): int {
            return 0;
        }
    };
}

function standin_in_redis(stdClass $CFG): SessionHandlerInterface {
    return new class (standin_redis($CFG)) implements SessionHandlerInterface {
        public function __construct(private Redis $redis) {
        }
        public function open($path, $name): bool {
            return true;
        }
        public function close(): bool {
            return true;
        }
        public function read($id): string {
            return $this->redis->get("session_$id") ?: '';
        }
        public function write($id, $data): bool {
            return $this->redis->setex("session_$id", 600, $data);
        }
        public function destroy($id): bool {
            return (bool) $this->redis->del("session_$id");
        }
        public function gc($lifetime): int {
            return 0;
        }
    };
}
