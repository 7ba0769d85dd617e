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
    return new class ($database, $GLOBALS['CFG']->session_database_acquire_lock_timeout) implements SessionHandlerInterface {
        public function __construct(private standin_database $database, private int $wait) {
        }
        public function open($path, $name): bool {
            return true;
        }
        public function close(): bool {
            $this->database->unlock();
            return true;
        }
        public function read($id): string {
            $this->database->lock("session_$id", $this->wait);
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
    return new class (standin_redis($CFG), $CFG) implements SessionHandlerInterface {
        private ?string $lock = null;

        public function __construct(private Redis $redis, private stdClass $cfg) {
        }
        public function open($path, $name): bool {
            return true;
        }
        public function close(): bool {
            $this->lock && $this->redis->del($this->lock);
            $this->lock = null;
            return true;
        }
        public function read($id): string {
            $until = time() + $this->cfg->session_redis_acquire_lock_timeout;
            while (!$this->redis->set("session_$id.lock", '1', ['nx', 'ex' => $this->cfg->session_redis_lock_expire])) {
                if (time() > $until) {
                    throw new Exception('sessioncannotobtainlock');
                }
                usleep(100_000);
            }
            $this->lock = "session_$id.lock";
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
