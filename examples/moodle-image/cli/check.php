<?php
// Checks whether this task could serve the site, and reports what is wrong with each part. Changes nothing. With
// `--environment` it checks only the environment, which every other command does first.

namespace MoodleImage;

require __DIR__ . '/../lib/home.php';
require __DIR__ . '/../lib/mail.php';
require __DIR__ . '/../lib/upgrade.php';
require __DIR__ . '/../lib/settings.php';

command(function () use ($argv): void {
    // Reads every variable, so that every error is found.
    $CFG = new \stdClass();
    $database = database_settings();
    $redis = redis_settings();
    configure_site($CFG);
    configure_sessions($CFG, $redis);
    configure_mail($CFG);
    configure_declared($CFG);
    php_settings();
    removed_plugins();
    file_path('MOODLE_CA_FILE');
    if (($argv[1] ?? '') === '--environment') {
        return;
    }

    $ending = Ending::Done;
    $part = function (string $name, callable $check) use (&$ending): void {
        try {
            say("$name: " . $check());
        } catch (Unreachable | Stop $error) {
            say("$name: " . $error->getMessage());
            $ending = $error instanceof Stop ? $error->ending : Ending::Unavailable;
        }
    };
    $code = null;
    $part('code', function () use (&$code) {
        $code = code();
        return "Moodle {$code['release']}.";
    });
    $part('moodledata', function () use ($CFG) {
        $probe = @tempnam($CFG->dataroot, '.check');
        if ($probe === false || dirname($probe) !== realpath($CFG->dataroot)) {
            throw new Stop(Ending::Unavailable, "$CFG->dataroot cannot be written by user " . posix_geteuid() . '.');
        }
        unlink($probe);
        return "$CFG->dataroot can be written.";
    });
    $part('Redis', function () use ($redis) {
        ask_redis($redis);
        return 'answers' . ($redis['ca'] === null ? ', without TLS.' : ' over TLS, with a certificate that is trusted.');
    });
    $part('database', function () use ($database, &$code) {
        $connection = Database::connect($database);
        if (!is_site($connection)) {
            return 'answers; Moodle is not installed in it.';
        }
        $why = $code === null ? null : refusal($connection, $code);
        if ($why !== null) {
            throw new Stop(Ending::Refused, "answers; $why");
        }
        $difference = $code === null ? null : difference($connection, $code);
        if ($difference !== null) {
            refuse_what_moodle_refuses($connection);
        }
        $copy = copy_of($connection);
        return 'answers; ' . ($difference === null ? 'its schema matches the code' : "$difference: run `upgrade`")
            . ($copy === null ? '.' : "; $copy until `mail on`.");
    });
    $part('e-mail', function () use ($CFG) {
        $host = optional('MOODLE_SMTP_HOST');
        if ($host === null) {
            return 'no MOODLE_SMTP_HOST: set a server in the site administration, or none is sent, and administrators see that on every page.';
        }
        ask_relay($host, whole('MOODLE_SMTP_PORT', 1, 65535, 587), $CFG->smtpuser, $CFG->smtppass);
        return "$CFG->smtphosts accepts the user over TLS, with a certificate that is trusted.";
    });
    exit($ending->value);
});
