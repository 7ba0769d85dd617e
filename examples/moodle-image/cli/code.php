<?php
// Prints the version of Moodle's code as JSON. It is a separate process, since Moodle's setup changes many PHP settings.

define('CLI_SCRIPT', true);
// Only the configuration, not the database: <https://github.com/moodle/moodle/blob/main/public/lib/setup.php>.
define('ABORT_AFTER_CONFIG', true);
define('MoodleImage\CODE_ONLY', true);
// The list of plugins that is cached in moodledata may belong to another version.
define('IGNORE_COMPONENT_CACHE', true);

require getenv('MOODLE_CODE') . '/config.php';
require "$CFG->dirroot/version.php";

// Older code only has the older name.
$components = class_exists('core\component', false) ? 'core\component' : 'core_component';

echo json_encode([
    'version' => (string) $version,
    'release' => (string) $release,
    'hash' => $components::get_all_versions_hash(),
]);
