<?php
// Sets Moodle's $CFG from the environment.

namespace MoodleImage;

require_once __DIR__ . '/cache.php';
require_once __DIR__ . '/client.php';
require_once __DIR__ . '/crowd.php';
require_once __DIR__ . '/declared.php';
require_once __DIR__ . '/guard.php';
require_once __DIR__ . '/logging.php';

/** Sets $CFG, or ends the request or the command with an error. */
function configure(\stdClass $CFG): void {
    try {
        $database = database_settings();
        $redis = redis_settings();
        configure_site($CFG);
        await_turn();
        configure_database($CFG, $database);
        configure_sessions($CFG, $redis);
        configure_caches($CFG, $redis, $database);
        keep_connections($CFG, $redis);
        configure_mail($CFG);
        configure_declared($CFG);
        configure_own_files($CFG);
    } catch (Misconfigured $error) {
        error_log('Moodle is not configured: ' . $error->getMessage());
        if (PHP_SAPI === 'cli') {
            exit(78);
        }
        answer_unavailable(500, 'This site is not configured. Its log says why.');
    }
}

function configure_site(\stdClass $CFG): void {
    $CFG->wwwroot = rtrim(required('MOODLE_URL'), '/');
    $CFG->dataroot = required('MOODLE_DATAROOT');
    // The temporary files of a request, and the caches that each server can have for itself, are on the local disk:
    // <https://docs.moodle.org/en/Server_cluster>.
    $local = required('MOODLE_LOCALCACHE');
    $CFG->localrequestdir = "$local/request";
    // Moodle takes every file for one of this folder while it does not exist, and then sends the file itself:
    // <https://github.com/moodle/moodle/blob/main/public/lib/xsendfilelib.php>.
    if (!is_dir($CFG->localrequestdir)) {
        @mkdir($CFG->localrequestdir, 0700, true);
    }
    configure_code_caches($CFG, $local);
    $CFG->directorypermissions = 02770;
    $CFG->admin = 'admin';

    // TLS ends at the load balancer. The Host header arrives as the browser sent it, so that `reverseproxy` stays off.
    $CFG->sslproxy = str_starts_with($CFG->wwwroot, 'https://');
    $CFG->cookiesecure = $CFG->sslproxy;
    $CFG->cookiehttponly = true;
    // The web server falls back to r.php: <https://moodledev.io/docs/apis/subsystems/routing>.
    $CFG->routerconfigured = true;
    // Apache sends the files, and PHP only says which.
    $CFG->xsendfile = 'X-Sendfile';

    // The address is determined here, so that Moodle need not trust a header: 3 ignores both that it knows.
    $CFG->getremoteaddrconf = 3;
    $trusted = networks('MOODLE_TRUSTED_PROXIES');
    $proxies = whole('MOODLE_PROXIES', 1, 9, 1);
    if (isset($_SERVER['REMOTE_ADDR'])) {
        $forwarded = $_SERVER['HTTP_X_FORWARDED_FOR'] ?? '';
        $_SERVER['REMOTE_ADDR'] = client_address($_SERVER['REMOTE_ADDR'], $forwarded, $trusted, $proxies);
        unset($_SERVER['HTTP_X_FORWARDED_FOR']);
    }

    // The code belongs to the image. It cannot be changed, and no programs can be run, from the site's pages.
    $CFG->disableupdateautodeploy = true;
    $CFG->disableupdatenotifications = true;
    $CFG->preventexecpath = true;
    // Upgrades in the browser are not possible either: the key is random for each request.
    $CFG->upgradekey = bin2hex(random_bytes(16));

    configure_logging($CFG);
    if (PHP_SAPI === 'cli') {
        health_path();
    }
}

/** The path of the health check, which must not be that of a page: the page could not be reached any more. */
function health_path(): string {
    $path = required('MOODLE_HEALTH_PATH');
    if (!preg_match('#^(?:/[A-Za-z0-9_-]+)+$#D', $path)) {
        throw new Misconfigured('MOODLE_HEALTH_PATH is not a path of letters, digits, "-" and "_", such as /healthz.');
    }
    $code = required('MOODLE_CODE');
    $first = explode('/', $path)[1];
    if ($path === '/readyz' || file_exists((is_dir("$code/public") ? "$code/public" : $code) . "/$first")) {
        throw new Misconfigured("MOODLE_HEALTH_PATH is $path, which is the address of something else. Take one that Moodle does"
            . ' not have, such as /healthz.');
    }
    return $path;
}

/** Keeps what Moodle caches about its code away from tasks with other code.
 *
 *  By default, the list of classes and plugins and the table of the router's addresses are in moodledata. Moodle numbers the
 *  addresses in the order in which it finds them, and does not compare the table with its code, so that old tasks would answer
 *  the addresses of new code with errors, and the other way round. What else is in `cachedir` is only a copy of something:
 *  feeds, fonts, downloads.
 *  <https://github.com/moodle/moodle/blob/main/public/lib/classes/component.php>,
 *  <https://github.com/moodle/moodle/blob/main/public/lib/classes/router.php>. */
function configure_code_caches(\stdClass $CFG, string $local): void {
    $CFG->localcachedir = local_cache_folder();
    $CFG->alternative_component_cache = "$local/components-" . code_mark() . '.php';
    $CFG->cachedir = "$local/cache-" . code_mark();
    // Moodle writes to it without creating it.
    if (!is_dir($CFG->cachedir)) {
        @mkdir($CFG->cachedir, 0700, true);
    }
}

function configure_database(\stdClass $CFG, array $database): void {
    $CFG->dbtype = $database['type'];
    $CFG->dblibrary = 'native';
    $CFG->dbhost = $database['host'];
    $CFG->dbname = $database['name'];
    $CFG->dbuser = $database['user'];
    $CFG->dbpass = $database['password'];
    $CFG->prefix = PREFIX;
    $CFG->dboptions = ['dbpersist' => false, 'dbport' => $database['port'], 'connecttimeout' => 5];
    if ($database['type'] !== 'pgsql') {
        $CFG->dboptions['dbcollation'] = 'utf8mb4_unicode_ci';
    }
    if ($database['tls'] !== 'disable') {
        $CFG->dboptions['ssl'] = $database['tls'];
    }
}

/** Keeps the connections of a PHP-FPM process for its next pages. `web` sets the variable.
 *
 *  A connection of MySQL or MariaDB starts anew for each page: its locks and transactions end. One of PostgreSQL does not, and a
 *  failed page could leave a lock: <https://www.php.net/manual/en/mysqli.persistconns.php>,
 *  <https://www.php.net/manual/en/function.pg-pconnect.php>. For a cluster, Moodle itself keeps the connections. */
function keep_connections(\stdClass $CFG, array $redis): void {
    if (PHP_SAPI === 'cli' || getenv('MOODLE_WORKERS') === false) {
        return;
    }
    if ($CFG->dbtype !== 'pgsql') {
        $CFG->dboptions['dbpersist'] = true;
    }
    if ($redis['cluster']) {
        return;
    }
    spl_autoload_register(function (string $class): void {
        $files = ['CacheFactory' => 'cache_factory', 'CacheStore' => 'cache_store', 'SessionHandler' => 'session_handler'];
        $file = $files[substr($class, strlen(__NAMESPACE__) + 1)] ?? null;
        if ($file !== null && str_starts_with($class, __NAMESPACE__ . '\\')) {
            require __DIR__ . "/$file.php";
        }
    });
    $CFG->alternative_cache_factory_class = __NAMESPACE__ . '\CacheFactory';
    if ($CFG->session_handler_class === '\core\session\redis') {
        $CFG->session_handler_class = __NAMESPACE__ . '\SessionHandler';
    }
}

/** In the database, sessions are as durable as everything else, and no cache can push them out of a memory that they share:
 *  <https://docs.moodle.org/en/Session_handling>. */
function configure_sessions(\stdClass $CFG, array $redis): void {
    [$lock, $wait] = session_seconds(whole('MOODLE_MAX_EXECUTION_TIME', 1, 86400));
    if (choice('MOODLE_SESSIONS', ['database', 'redis'], 'redis') === 'database') {
        // A lock ends with the connection of its request.
        $CFG->session_handler_class = '\core\session\database';
        $CFG->session_database_acquire_lock_timeout = $wait;
    } else {
        configure_redis_sessions($CFG, $redis, $lock, $wait);
    }
}

/** How long a session's lock lives in Redis, and how long a request waits for one, in seconds.
 *
 *  A lock in Redis outlives a task that was killed. So it lives less than a minute, and no longer than a request may take. The
 *  wait is a little longer than that, so that whoever reloads is served, and shorter than what the load balancer waits. */
function session_seconds(int $request): array {
    $lock = max(1, min(45, $request - 4));
    return [$lock, max(1, min($lock + 3, $request - 1))];
}

function configure_redis_sessions(\stdClass $CFG, array $redis, int $lock, int $wait): void {
    $CFG->session_handler_class = '\core\session\redis';
    // Moodle uses the cluster mode if there is more than one host, and one endpoint is enough to find all nodes.
    $host = "{$redis['host']}:{$redis['port']}";
    $CFG->session_redis_host = $redis['cluster'] ? "$host,$host" : $redis['host'];
    $CFG->session_redis_port = $redis['port'];
    if ($redis['ca'] !== null) {
        $CFG->session_redis_encrypt = tls_options($redis);
    }
    if ($redis['auth'] !== '') {
        // Moodle passes a name and a password on to phpredis as they are.
        $CFG->session_redis_auth = $redis['auth'];
    }
    $CFG->session_redis_prefix = 'mdl_sess_';
    // A cluster only has one database, and rejects SELECT. Moodle sends none for 0.
    $CFG->session_redis_database = 0;
    $CFG->session_redis_acquire_lock_timeout = $wait;
    $CFG->session_redis_lock_expire = $lock;
}

/** Sets the cache configuration. On a database without a site, answers with 503, since Moodle would offer to install it. */
function configure_caches(\stdClass $CFG, array $redis, array $database): void {
    $folder = required('MOODLE_LOCALCACHE');
    $file = cache_file($folder, $redis);
    $CFG->altcacheconfigpath = $file;
    // cli/code.php does not use the database.
    if (is_file($file) || defined('MoodleImage\CODE_ONLY')) {
        return;
    }
    try {
        $site = make_cache_file($file, $redis, Database::connect($database));
    } catch (Unreachable $error) {
        error_log($error->getMessage());
        if (PHP_SAPI === 'cli') {
            // Moodle reports the error itself.
            return;
        }
        answer_unavailable(503, 'The site cannot be reached at the moment.');
    }
    if (!$site) {
        if (PHP_SAPI !== 'cli') {
            answer_unavailable(503, 'The site is not installed yet.');
        }
        // The installer's caches are deleted with its task.
        $CFG->altcacheconfigpath = "$folder/muc-install.php";
    }
}

/** Amazon SES by SMTP, or another relay: <https://docs.aws.amazon.com/ses/latest/dg/send-email-smtp.html>. */
function configure_mail(\stdClass $CFG): void {
    $host = optional('MOODLE_SMTP_HOST');
    if ($host !== null) {
        $CFG->smtphosts = $host . ':' . whole('MOODLE_SMTP_PORT', 1, 65535, 587);
        $CFG->smtpsecure = 'tls';
        $CFG->smtpauthtype = 'LOGIN';
        $CFG->smtpuser = required('MOODLE_SMTP_USER');
        $CFG->smtppass = required('MOODLE_SMTP_PASSWORD');
    }
    $sender = optional('MOODLE_NOREPLY_ADDRESS');
    if ($sender !== null) {
        $CFG->noreplyaddress = $sender;
    }
}

/** @return never */
function answer_unavailable(int $status, string $text): void {
    http_response_code($status);
    header('Cache-Control: no-store');
    header('Retry-After: 30');
    header('Content-Type: text/plain; charset=utf-8');
    echo $text, "\n";
    exit(1);
}
