<?php
// What is decided when Moodle has read its settings from the database, at the end of config.php.

namespace MoodleImage;

require_once __DIR__ . '/code.php';
require_once __DIR__ . '/state.php';

/** Runs after Moodle's setup. Scripts that Moodle ends early, such as those for styles, have no settings yet. */
function guard(\stdClass $CFG): void {
    if (empty($CFG->version) || empty($CFG->allversionshash)) {
        // The router reads the settings only after config.php: <https://github.com/moodle/moodle/blob/main/public/r.php>.
        if (PHP_SAPI !== 'cli' && defined('ABORT_AFTER_CONFIG') && basename($_SERVER['SCRIPT_FILENAME'] ?? '') === 'r.php') {
            guard_router($CFG);
        }
        return;
    }
    if (PHP_SAPI !== 'cli' && is_other_schema($CFG)) {
        answer_unavailable(503, 'This site is being upgraded. Please come back in a few minutes.');
    }
    hold_mail($CFG);
}

/** For how many seconds a task believes what it last read for the router. */
const ROUTER_SECONDS = 15;

/** Does the same before the router has read Moodle's settings. It reads what it needs itself, and not for each request, since
 *  every unknown address goes to the router. */
function guard_router(\stdClass $CFG): void {
    $names = ['version', 'allversionshash', 'allcomponenthash', 'moodleimagehome', 'moodleimagecopy'];
    $file = required('MOODLE_LOCALCACHE') . '/router-' . code_mark() . '.json';
    $read = @filemtime($file) > time() - ROUTER_SECONDS ? json_decode((string) @file_get_contents($file), true) : null;
    if (!is_array($read)) {
        try {
            $read = moodle_config(Database::connect(database_settings()), ...$names);
        } catch (Unreachable) {
            // Moodle reports the same in a moment.
            return;
        }
        write_whole($file, json_encode($read));
    }
    $settings = (object) ($read + array_fill_keys($names, null) + ['wwwroot' => $CFG->wwwroot]);
    if (is_other_schema($settings)) {
        answer_unavailable(503, 'This site is being upgraded. Please come back in a few minutes.');
    }
    if (is_copy($settings)) {
        $CFG->noemailever = true;
    }
}

/** Returns whether the database has the schema of other code, older or newer.
 *
 *  Moodle's own criterion: the versions differ, and so does the content of any component's `db` folder. If only the versions
 *  differ, the site can be used during the upgrade: <https://github.com/moodle/moodle/blob/main/admin/cli/upgrade.php>. */
function is_other_schema(\stdClass $CFG): bool {
    $text = @file_get_contents(schema_file());
    if ($text === false || empty($CFG->allcomponenthash)) {
        return false;
    }
    [$versions, $schema] = explode(' ', $text) + [1 => ''];
    return $versions !== $CFG->allversionshash && $schema !== '' && $schema !== $CFG->allcomponenthash;
}

/** Sends no mail from a copy of a site, whose users are those of the original, and says so on every page. */
function hold_mail(\stdClass $CFG): void {
    $notice = null;
    if (is_copy($CFG)) {
        $CFG->noemailever = true;
        $of = !empty($CFG->moodleimagehome) && $CFG->moodleimagehome !== $CFG->wwwroot ? ' of ' . $CFG->moodleimagehome : '';
        $notice = "This is a copy$of. It sends no e-mail until its administrator runs the command “mail on”.";
    } elseif (empty($CFG->smtphosts) && PHP_SAPI !== 'cli' && function_exists('is_siteadmin') && is_siteadmin()) {
        $notice = 'This site has no mail server, and no e-mail is sent. Declare one, or set one in the site administration.';
    }
    if ($notice !== null && PHP_SAPI !== 'cli') {
        $CFG->additionalhtmltopofbody = ($CFG->additionalhtmltopofbody ?? '')
            . '<div role="alert" style="position:relative;z-index:1100;padding:.5em 1em;background:#842029;color:#fff">'
            . htmlspecialchars($notice, ENT_QUOTES) . '</div>';
    }
}

/** Returns whether the site was restored or copied, and nobody has said since that it is to send mail. */
function is_copy(\stdClass $CFG): bool {
    return !empty($CFG->moodleimagecopy) || (!empty($CFG->moodleimagehome) && $CFG->moodleimagehome !== $CFG->wwwroot);
}
