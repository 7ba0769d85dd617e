<?php
// Connects as lib/classes/session/redis.php does: TLS if, and only if, `session_redis_encrypt` is not empty.

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
    session_set_save_handler(new class (standin_redis($CFG)) implements SessionHandlerInterface {
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
    });
    session_name('MoodleSession');
    session_start();
}
