<?php
// A connection to Moodle's database for everything that must work before Moodle does, or without it: the lock, the readiness
// check, and the state of the installation.
//
// It connects as Moodle's own drivers do, with the same TLS settings, so that it shows whether Moodle can connect.

namespace MoodleImage;

require_once __DIR__ . '/environment.php';

/** The prefix of Moodle's tables. The tables of this image must not have it: Moodle only installs if no such table exists. */
const PREFIX = 'mdl_';

/** The database cannot be reached, or a statement failed. */
final class Unreachable extends \RuntimeException {
}

/** Returns the settings for `config.php` and for this connection. */
function database_settings(): array {
    $type = choice('MOODLE_DATABASE_TYPE', ['mysqli', 'mariadb', 'auroramysql', 'pgsql']);
    return [
        'type' => $type,
        'host' => required('MOODLE_DATABASE_HOST'),
        'port' => whole('MOODLE_DATABASE_PORT', 1, 65535),
        'name' => required('MOODLE_DATABASE_NAME'),
        'user' => required('MOODLE_DATABASE_USER'),
        'password' => required('MOODLE_DATABASE_PASSWORD'),
        'tls' => choice('MOODLE_DATABASE_TLS', ['verify-full', 'require', 'disable']),
    ];
}

abstract class Database {
    /** Runs one statement, with `?` for each value, and returns its rows. */
    abstract public function query(string $sql, array $values = []): array;

    /** Takes the lock of the site, if it is free. It is released when the connection ends, for whatever reason. */
    abstract public function lock(): bool;

    /** Lists all tables of the database, Moodle's and others. */
    abstract public function tables(): array;

    abstract protected function drop(array $tables): void;

    public static function connect(array $settings, int $timeout = 5): self {
        return $settings['type'] === 'pgsql' ? new Postgres($settings, $timeout) : new Mysql($settings, $timeout);
    }

    public function has(string $table): bool {
        return in_array($table, $this->tables(), true);
    }

    /** Lists Moodle's tables. */
    public function moodle_tables(): array {
        return array_values(array_filter($this->tables(), fn($table) => str_starts_with($table, PREFIX)));
    }

    /** Drops Moodle's tables, and no other. */
    public function drop_moodle_tables(): void {
        if ($tables = $this->moodle_tables()) {
            $this->drop($tables);
        }
    }
}

/** MySQL, MariaDB and Aurora MySQL. */
final class Mysql extends Database {
    private \mysqli $link;

    public function __construct(private array $settings, int $timeout) {
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        $this->link = mysqli_init();
        $this->link->options(MYSQLI_OPT_CONNECT_TIMEOUT, $timeout);
        // Moodle's driver sets these flags and no CA, so that the CA is openssl.cafile of php.ini:
        // <https://www.php.net/manual/en/mysqli.real-connect.php>.
        $flags = match ($settings['tls']) {
            'verify-full' => MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_VERIFY_SERVER_CERT,
            'require' => MYSQLI_CLIENT_SSL,
            'disable' => 0,
        };
        try {
            // PHP's warnings about a failed handshake have more details than the exception.
            $warnings = [];
            set_error_handler(function ($level, $text) use (&$warnings) {
                $warnings[] = preg_replace('/^mysqli::real_connect\(\): /', '', $text);
                return true;
            });
            $this->link->real_connect(
                $settings['host'],
                $settings['user'],
                $settings['password'],
                $settings['name'],
                $settings['port'],
                null,
                $flags,
            );
        } catch (\mysqli_sql_exception $error) {
            $why = implode(' ', array_unique([...$warnings, $error->getMessage()]));
            throw new Unreachable("The database {$settings['host']}:{$settings['port']} cannot be used: $why");
        } finally {
            restore_error_handler();
        }
    }

    public function query(string $sql, array $values = []): array {
        try {
            $statement = $this->link->prepare($sql);
            $statement->execute($values);
            $result = $statement->get_result();
            return $result === false ? [] : $result->fetch_all(MYSQLI_ASSOC);
        } catch (\mysqli_sql_exception $error) {
            throw new Unreachable('A statement failed in the database: ' . $error->getMessage());
        }
    }

    public function lock(): bool {
        // The names of locks are shared by all databases of the server, and have at most 64 characters:
        // <https://dev.mysql.com/doc/refman/8.4/en/locking-functions.html>.
        $name = 'moodle-image:' . md5($this->settings['name']);
        return $this->query('SELECT GET_LOCK(?, 0) AS held', [$name])[0]['held'] === 1;
    }

    public function tables(): array {
        return array_column($this->query('SELECT table_name AS name FROM information_schema.tables
            WHERE table_schema = DATABASE() ORDER BY table_name'), 'name');
    }

    protected function drop(array $tables): void {
        $this->query('SET FOREIGN_KEY_CHECKS = 0');
        foreach ($tables as $table) {
            $this->query("DROP TABLE `$table`");
        }
        $this->query('SET FOREIGN_KEY_CHECKS = 1');
    }
}

/** PostgreSQL and Aurora PostgreSQL. */
final class Postgres extends Database {
    private \PgSql\Connection $link;

    public function __construct(array $settings, int $timeout) {
        $parts = [
            'host' => $settings['host'],
            'port' => $settings['port'],
            'dbname' => $settings['name'],
            'user' => $settings['user'],
            'password' => $settings['password'],
            'connect_timeout' => $timeout,
            // The CA comes from PGSSLROOTCERT, as it does for Moodle:
            // <https://www.postgresql.org/docs/current/libpq-ssl.html>.
            'sslmode' => $settings['tls'],
        ];
        $quoted = array_map(fn($key, $value) => "$key='" . addcslashes((string) $value, "'\\") . "'", array_keys($parts), $parts);
        $why = '';
        set_error_handler(function ($level, $text) use (&$why) {
            $why = preg_replace('/\s+/', ' ', $text);
            return true;
        });
        $link = pg_connect(implode(' ', $quoted), PGSQL_CONNECT_FORCE_NEW);
        restore_error_handler();
        if ($link === false) {
            throw new Unreachable("The database {$settings['host']}:{$settings['port']} cannot be used: $why");
        }
        $this->link = $link;
    }

    public function query(string $sql, array $values = []): array {
        $count = 0;
        $sql = preg_replace_callback('/\?/', function () use (&$count) {
            $count++;
            return "\$$count";
        }, $sql);
        $result = @pg_query_params($this->link, $sql, $values);
        if ($result === false) {
            throw new Unreachable('A statement failed in the database: ' . pg_last_error($this->link));
        }
        return pg_fetch_all($result);
    }

    public function lock(): bool {
        // Advisory locks of a session belong to one database, and not to a table:
        // <https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS>.
        return $this->query('SELECT pg_try_advisory_lock(?) AS held', [crc32('moodle-image')])[0]['held'] === 't';
    }

    public function tables(): array {
        return array_column($this->query('SELECT tablename AS name FROM pg_tables
            WHERE schemaname = current_schema() ORDER BY tablename'), 'name');
    }

    protected function drop(array $tables): void {
        $names = array_map(fn($table) => pg_escape_identifier($this->link, $table), $tables);
        $this->query('DROP TABLE ' . implode(', ', $names) . ' CASCADE');
    }
}
