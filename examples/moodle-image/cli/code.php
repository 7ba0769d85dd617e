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

/** Lists the first parts of the paths that Moodle's router answers:
 *  <https://github.com/moodle/moodle/blob/main/public/lib/classes/router/route_loader.php>. */
function routes(string $components): array {
    $first = ['api', 's', 'p', 'error', 'core'];
    foreach (array_keys($components::get_component_classes_in_namespace(null, 'route')) as $class) {
        $component = explode('\\', ltrim($class, '\\'))[0];
        // A part of the core has its name, and a plugin its full name. Moved pages keep their folder, and the core's are anywhere.
        $first[] = preg_replace('/^core_/', '', $component);
        $folder = substr((string) $components::get_component_directory($component), strlen($GLOBALS['CFG']->dirroot) + 1);
        $first[] = explode('/', $folder)[0];
        if (str_starts_with($class, 'core\route\shim\\')) {
            foreach ((new ReflectionClass($class))->getMethods() as $method) {
                foreach ($method->getAttributes() as $attribute) {
                    $first[] = strtok($attribute->getArguments()['path'] ?? '', '/[{');
                }
            }
        }
    }
    return array_values(array_unique(array_filter($first)));
}

echo json_encode([
    'version' => (string) $version,
    'release' => (string) $release,
    'hash' => $components::get_all_versions_hash(),
    'routes' => routes($components),
]);
