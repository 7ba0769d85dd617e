<?php
// Moodle's own settings that the declaration fixes, and files of one's own.
//
// `MOODLE_SETTINGS` is JSON such as {"core": {"timezone": "Europe/Berlin"}, "plugins": {"auth_ldap": {"host_url": "ldaps://…"}}}.
// Moodle shows such settings as fixed in config.php: <https://docs.moodle.org/en/Configuration_file>.

namespace MoodleImage;

require_once __DIR__ . '/environment.php';

/** Settings of core that the image sets, or that Moodle keeps for itself, beyond those that are set already. */
const OWN_SETTINGS = '/^(db[a-z]+|session_.*|prefix|root|dirroot|libdir|dataroot|tempdir|backuptempdir|admin|wwwroot|version|release|branch'
    . '|siteidentifier|allversionshash|allcomponenthash|upgraderunning|outagelessupgrade|reverseproxy|reverseproxyignore|config_php_settings'
    . '|forced_plugin_settings|moodleimage.*)$/D';

/** Which variable sets what the image sets. */
const INSTEAD = [
    'wwwroot' => 'MOODLE_URL', 'smtphosts' => 'MOODLE_SMTP_HOST', 'smtpuser' => 'MOODLE_SMTP_USER',
    'smtppass' => 'MOODLE_SMTP_PASSWORD', 'noreplyaddress' => 'MOODLE_NOREPLY_ADDRESS', 'session_handler_class' => 'MOODLE_SESSIONS',
];

/** Sets what `MOODLE_SETTINGS` declares, after everything that the image sets itself. */
function configure_declared(\stdClass $CFG): void {
    $declared = json_object('MOODLE_SETTINGS');
    if ($unknown = array_diff(array_keys($declared), ['core', 'plugins'])) {
        throw new Misconfigured('MOODLE_SETTINGS has ' . implode(', ', $unknown) . '; only "core" and "plugins" have a meaning.');
    }
    foreach (members('MOODLE_SETTINGS', 'core', $declared['core'] ?? []) as $name => $value) {
        if (!preg_match('/^[a-z][a-z0-9_]*$/iD', $name)) {
            throw new Misconfigured("MOODLE_SETTINGS has \"$name\", which is not the name of a setting of Moodle.");
        }
        if (property_exists($CFG, $name) || preg_match(OWN_SETTINGS, $name)) {
            $instead = isset(INSTEAD[$name]) ? ': set ' . INSTEAD[$name] . ' instead' : '';
            throw new Misconfigured("MOODLE_SETTINGS sets $name, which the image sets itself$instead.");
        }
        $CFG->$name = setting("core.$name", $value);
    }
    foreach (members('MOODLE_SETTINGS', 'plugins', $declared['plugins'] ?? []) as $plugin => $settings) {
        // The settings of an activity have its short name, such as `quiz`.
        if (!preg_match('/^[a-z][a-z0-9_]*$/iD', $plugin) || in_array($plugin, ['core', 'moodle'], true)) {
            throw new Misconfigured("MOODLE_SETTINGS has \"$plugin\", which is not the name of a plugin, such as auth_ldap or quiz.");
        }
        foreach (members('MOODLE_SETTINGS', $plugin, $settings) as $name => $value) {
            if ($name === 'version') {
                throw new Misconfigured("MOODLE_SETTINGS sets the version of $plugin, which Moodle keeps for itself.");
            }
            $CFG->forced_plugin_settings[$plugin][$name] = setting("$plugin.$name", $value);
        }
    }
}

/** Runs the files of one's own in the image's `config` folder, in the order of their names. They see `$CFG`. */
function configure_own_files(\stdClass $CFG): void {
    foreach (glob(optional('MOODLE_CONFIG_FOLDER', required('MOODLE_IMAGE') . '/config') . '/*.php') as $file) {
        (static function (\stdClass $CFG) use ($file): void {
            require $file;
        })($CFG);
    }
}

/** Reads a variable that holds a JSON object. Its content is never part of a message, since it may hold a password. */
function json_object(string $variable): array {
    $text = optional($variable);
    $value = $text === null ? [] : json_decode($text, true, 8);
    if (!is_array($value) || ($value !== [] && array_is_list($value))) {
        throw new Misconfigured("$variable is not a JSON object.");
    }
    return $value;
}

/** Returns the members of an object in an object. */
function members(string $variable, string $name, mixed $value): array {
    if (!is_array($value) || ($value !== [] && array_is_list($value))) {
        throw new Misconfigured("$variable: $name is not an object of names and values.");
    }
    return $value;
}

/** Moodle stores every setting as text, and a checkbox as 1 or 0. */
function setting(string $name, mixed $value): string {
    return match (true) {
        is_bool($value) => $value ? '1' : '0',
        is_scalar($value) => (string) $value,
        default => throw new Misconfigured("MOODLE_SETTINGS: $name is not a text, a number, true or false."),
    };
}

/** PHP settings that the image sets for good: what they depend on is declared elsewhere, or a task would not work. */
const OWN_PHP_SETTINGS = '/^(max_execution_time|max_input_time|upload_max_filesize|post_max_size|file_uploads|display_.*|log_errors|error_log'
    . '|html_errors|error_reporting|zend\.exception_ignore_args|zend\.assertions|expose_php|openssl\.c.*|curl\.cainfo'
    . '|opcache\.(enable|enable_cli|lockfile_path|preload.*|file_cache.*|validate_.*|revalidate_.*)|session\.(auto_start|save_.*)'
    . '|auto_(prepend|append)_file|extension|extension_dir|zend_extension|sendmail_path|mail\..*|open_basedir|include_path'
    . '|sys_temp_dir|upload_tmp_dir|user_ini\..*)$/iD';

/** Returns the lines of an ini file with what `MOODLE_PHP_INI` declares: lines such as `memory_limit=512M`, or a JSON object. */
function php_settings(): string {
    $lines = '';
    foreach (declared_php_settings() as $name => $value) {
        if (!preg_match('/^[a-z][a-z0-9_.]*$/iD', $name)) {
            throw new Misconfigured("MOODLE_PHP_INI has \"$name\", which is not the name of a setting of PHP.");
        }
        if (preg_match(OWN_PHP_SETTINGS, $name)) {
            throw new Misconfigured("MOODLE_PHP_INI sets $name, which the image sets itself.");
        }
        $text = is_bool($value) ? ($value ? '1' : '0') : $value;
        // In single quotes, PHP replaces nothing: <https://www.php.net/manual/en/function.parse-ini-file.php>.
        if (!is_scalar($text) || !preg_match('/^[^\'[:cntrl:]]*$/D', (string) $text)) {
            throw new Misconfigured("MOODLE_PHP_INI: the value of $name is not a number or a line of text without quotes.");
        }
        // Moodle requires it: <https://docs.moodle.org/en/PHP>.
        if (strtolower($name) === 'max_input_vars' && (int) $text < 5000) {
            throw new Misconfigured('MOODLE_PHP_INI: max_input_vars is less than the 5000 that Moodle requires.');
        }
        $lines .= "$name = '$text'\n";
    }
    return $lines;
}

function declared_php_settings(): array {
    $text = optional('MOODLE_PHP_INI');
    if ($text === null || str_starts_with(ltrim($text), '{')) {
        return json_object('MOODLE_PHP_INI');
    }
    $settings = [];
    foreach (array_filter(explode("\n", $text), fn($line) => trim($line) !== '') as $line) {
        [$name, $value] = explode('=', $line, 2) + [1 => null];
        if ($value === null) {
            throw new Misconfigured('MOODLE_PHP_INI has a line without "=".');
        }
        $settings[trim($name)] = trim($value);
    }
    return $settings;
}
