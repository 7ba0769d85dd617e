<?php
// What the commands of this image share: messages, exit codes, and running Moodle's own scripts.

namespace MoodleImage;

require_once __DIR__ . '/state.php';

/** The exit codes, see README.md. Most are from BSD's sysexits. */
enum Ending: int {
    case Done = 0;
    case AsItWas = 3;
    case WasHeld = 4;
    case UpgradePending = 10;
    case MaintenancePending = 11;
    case Usage = 64;
    case Refused = 65;
    case Unavailable = 69;
    case MoodleFailed = 70;
    case TryLater = 75;
    case Misconfigured = 78;
    case Stopped = 143;
}

/** Ends the command with an exit code and a message. */
final class Stop extends \RuntimeException {
    public function __construct(public readonly Ending $ending, string $why) {
        parent::__construct($why);
    }
}

/** Logs a line with its time. */
function say(string $text): void {
    fwrite(STDERR, gmdate('Y-m-d\TH:i:s\Z') . " moodle-image: $text\n");
}

/** Runs a command, logs why it failed, and ends the process. */
function command(callable $work): never {
    // The first process of a container only receives signals that it handles.
    pcntl_async_signals(true);
    foreach ([SIGTERM, SIGINT] as $signal) {
        pcntl_signal($signal, function () {
            say('Stop requested.');
            exit(Ending::Stopped->value);
        });
    }
    try {
        $work();
        exit(Ending::Done->value);
    } catch (Stop $stop) {
        say($stop->getMessage());
        exit($stop->ending->value);
    } catch (Misconfigured $error) {
        say('The environment is wrong: ' . $error->getMessage());
        exit(Ending::Misconfigured->value);
    } catch (Unreachable $error) {
        say($error->getMessage());
        exit(Ending::Unavailable->value);
    }
}

/** Connects, and retries for some time: a failover takes a minute or two. */
function patient_database(): Database {
    $settings = database_settings();
    $until = hrtime(true) + whole('MOODLE_DATABASE_WAIT', 0, 3600, 180) * 1_000_000_000;
    while (true) {
        try {
            return Database::connect($settings);
        } catch (Unreachable $error) {
            if (hrtime(true) >= $until) {
                throw $error;
            }
            say($error->getMessage() . ' Trying again.');
            sleep(2);
        }
    }
}

/** Connects, and takes the lock that only one `install` or `upgrade` of the site can have at a time. */
function locked_database(): Database {
    $database = patient_database();
    $seconds = whole('MOODLE_LOCK_WAIT', 0, 7200, 900);
    $began = hrtime(true);
    for ($said = false; !$database->lock(); $said = true) {
        if (!$said) {
            say("Another task installs or upgrades this site. Waiting for it, up to $seconds seconds.");
        }
        if (hrtime(true) - $began > $seconds * 1_000_000_000) {
            throw new Stop(Ending::TryLater, 'The other task is not done yet. Run this again later.');
        }
        usleep(500_000);
    }
    return $database;
}

/** Returns the versions of the code: Moodle's, that of each plugin, and Moodle's hash over all of them. And which of the named
 *  plugins Moodle's own code has removed. */
function code(array $plugins = []): array {
    $process = proc_open(['php', dirname(__DIR__) . '/cli/code.php', ...$plugins], [1 => ['pipe', 'w'], 2 => STDERR], $pipes);
    $text = stream_get_contents($pipes[1]);
    $code = json_decode($text, true);
    if (proc_close($process) !== 0 || !is_array($code)) {
        throw new Stop(Ending::MoodleFailed, "Moodle's code cannot be read: " . trim($text));
    }
    return $code;
}

/** Returns the version of the code, which must be the declared one, so that a wrong image does not change the schema. */
function declared_code(): array {
    $code = code();
    $declared = optional('MOODLE_VERSION');
    if ($declared !== null && !preg_match('/^' . preg_quote($declared, '/') . '(?!\d)/', $code['release'])) {
        throw new Misconfigured("MOODLE_VERSION is $declared, and this image has Moodle {$code['release']}.");
    }
    return $code;
}

/** Runs a PHP script to its end, and returns its exit code.
 *
 *  The script never outlives this process, which holds the lock: Moodle must not write to the database while another process
 *  has the lock. Losing the connection, and with it the lock, ends the script too. */
function run(Database $database, array $command, bool $stoppable): int {
    $stopped = false;
    $before = pcntl_signal_get_handler(SIGTERM);
    foreach ([SIGTERM, SIGINT] as $signal) {
        pcntl_signal($signal, function () use (&$stopped, $stoppable) {
            $stopped = true;
            say($stoppable ? 'Stop requested.' : 'Stop requested. Finishing first: half an upgrade is worse than a late end.');
        });
    }
    // <https://man7.org/linux/man-pages/man1/setpriv.1.html>
    $command = ['setpriv', '--pdeathsig', 'KILL', PHP_BINARY, ...$command];
    $process = proc_open($command, [0 => ['file', '/dev/null', 'r']], $pipes);
    $asked = hrtime(true);
    while (($status = proc_get_status($process))['running']) {
        if ($stopped && $stoppable) {
            proc_terminate($process, SIGKILL);
            throw new Stop(Ending::Stopped, 'Stopped. The next run starts over.');
        }
        if (hrtime(true) - $asked > 5_000_000_000) {
            $asked = hrtime(true);
            try {
                $database->query('SELECT 1');
            } catch (Unreachable $error) {
                proc_terminate($process, SIGKILL);
                throw new Stop(Ending::Unavailable, 'The connection to the database is lost: ' . $error->getMessage());
            }
        }
        usleep(50_000);
    }
    // If the script could not be stopped, its result is recorded before this process ends.
    if ($stoppable) {
        foreach ([SIGTERM, SIGINT] as $signal) {
            pcntl_signal($signal, $before);
        }
    }
    return $status['signaled'] ? 128 + $status['termsig'] : $status['exitcode'];
}
