<?php
// Connects as lib/dml/mysqli_native_moodle_database.php and lib/dml/pgsql_native_moodle_database.php do.

class standin_database {
    private $mysqli;
    private $pgsql;

    public function __construct(private stdClass $cfg) {
        $ssl = $cfg->dboptions['ssl'] ?? null;
        if ($cfg->dbtype === 'pgsql') {
            $this->pgsql = pg_connect("host='$cfg->dbhost' port='{$cfg->dboptions['dbport']}' user='$cfg->dbuser'"
                . " password='$cfg->dbpass' dbname='$cfg->dbname'" . ($ssl ? " sslmode=$ssl" : ''));
            if (!$this->pgsql) {
                throw new Exception('pgsql');
            }
            return;
        }
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        $this->mysqli = mysqli_init();
        $flags = $ssl ? MYSQLI_CLIENT_SSL : 0;
        if ($ssl === 'verify-full') {
            $flags |= MYSQLI_CLIENT_SSL_VERIFY_SERVER_CERT;
        }
        $this->mysqli->real_connect($cfg->dbhost, $cfg->dbuser, $cfg->dbpass, $cfg->dbname, $cfg->dboptions['dbport'], null, $flags);
    }

    public function execute(string $sql): array {
        $sql = str_replace('{', $this->cfg->prefix, str_replace('}', '', $sql));
        if ($this->pgsql) {
            $result = pg_query($this->pgsql, $sql) ?: throw new Exception(pg_last_error($this->pgsql));
            return pg_fetch_all($result) ?: [];
        }
        $result = $this->mysqli->query($sql);
        return $result === true ? [] : $result->fetch_all(MYSQLI_ASSOC);
    }

    public function get_tables(): array {
        $schema = $this->pgsql ? 'current_schema()' : 'DATABASE()';
        $like = str_replace('_', '\_', $this->cfg->prefix);
        return $this->execute("SELECT table_name FROM information_schema.tables
            WHERE table_schema = $schema AND table_name LIKE '$like%'");
    }

    public function delete_config(string $name): void {
        $this->execute("DELETE FROM {config} WHERE name = '$name'");
    }

    public function set_config(string $name, string $value): void {
        $this->delete_config($name);
        $this->execute("INSERT INTO {config} (name, value) VALUES ('$name', '$value')");
    }

    public function get_config(string $name): ?string {
        return $this->execute("SELECT value FROM {config} WHERE name = '$name'")[0]['value'] ?? null;
    }

    /** Locks of a connection. */
    public function lock(string $name, int $wait): void {
        if ($this->pgsql) {
            $this->execute("SET statement_timeout TO {$wait}000");
            $this->execute('SELECT pg_advisory_lock(' . crc32($name) . ')');
            $this->execute('SET statement_timeout TO DEFAULT');
        } elseif (current($this->execute("SELECT GET_LOCK(MD5('$name'), $wait)")[0]) != 1) {
            throw new Exception('sessionwaiterr');
        }
    }

    public function unlock(): void {
        $this->execute($this->pgsql ? 'SELECT pg_advisory_unlock_all()' : 'SELECT RELEASE_ALL_LOCKS()');
    }
}
