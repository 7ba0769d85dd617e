<?php
// Prints what version Moodle's code is, as JSON. It is a process of its own, since Moodle's setup changes much of PHP's.

define('CLI_SCRIPT', true);
// Only the configuration, not the database: <https://github.com/moodle/moodle/blob/main/public/lib/setup.php>.
define('ABORT_AFTER_CONFIG', true);
define('MoodleImage\CODE_ONLY', true);
// The list of plugins that is cached in moodledata may be another version's.
define('IGNORE_COMPONENT_CACHE', true);

require getenv('MOODLE_CODE') . '/config.php';
require "$CFG->dirroot/version.php";

// Older code has it by its older name only.
$components = class_exists('core\component', false) ? 'core\component' : 'core_component';

echo json_encode([
    'version' => (string) $version,
    'release' => (string) $release,
    'hash' => $components::get_all_versions_hash(),
]);
