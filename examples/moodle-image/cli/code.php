<?php
// Prints the versions of Moodle's code as JSON. It is a separate process, since Moodle's setup changes many PHP settings.

define('CLI_SCRIPT', true);
// Only the configuration, not the database: <https://github.com/moodle/moodle/blob/main/public/lib/setup.php>.
define('ABORT_AFTER_CONFIG', true);
define('MoodleImage\CODE_ONLY', true);
// The list of plugins that is cached in moodledata may belong to another version.
define('IGNORE_COMPONENT_CACHE', true);

require getenv('MOODLE_CODE') . '/config.php';

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

// The version of each plugin, by its full name.
$versions = [];
foreach ($components::get_plugin_types() as $type => $unused) {
    foreach ($components::get_plugin_list($type) as $name => $folder) {
        $plugin = new stdClass();
        // An old name of the same.
        $module = $plugin;
        if (is_readable("$folder/version.php")) {
            include "$folder/version.php";
        }
        if (isset($plugin->version)) {
            $versions["{$type}_$name"] = (string) $plugin->version;
        }
    }
}

// Which of the plugins that the arguments name were part of Moodle, and are not any more.
$removed = [];
foreach (array_slice($argv, 1) as $name) {
    $manager = class_exists('core\plugin_manager') ? 'core\plugin_manager' : 'core_plugin_manager';
    if ($manager::is_deleted_standard_plugin(...explode('_', $name, 2))) {
        $removed[] = $name;
    }
}

// The definitions of the caches, as cache/classes/config_writer.php collects them. The classes of older code are not loaded here;
// then Moodle collects them itself, and all are in Redis.
foreach (['MINSECS' => 60, 'HOURSECS' => 3600, 'DAYSECS' => 86400, 'WEEKSECS' => 604800, 'YEARSECS' => 31536000] as $name => $seconds) {
    defined($name) || define($name, $seconds);
}
$files = ['core' => "$CFG->dirroot/lib/db/caches.php"];
foreach ($components::get_plugin_types() as $type => $unused) {
    foreach ($components::get_plugin_list($type) as $name => $folder) {
        $files["{$type}_$name"] = "$folder/db/caches.php";
    }
}
$caches = [];
foreach (array_filter($files, is_readable(...)) as $component => $file) {
    try {
        $definitions = [];
        include $file;
        foreach ($definitions as $area => $definition) {
            $caches["$component/$area"] = $definition + ['component' => $component, 'area' => $area];
        }
    } catch (Error) {
        $caches = [];
        break;
    }
}
MoodleImage\write_whole(MoodleImage\definitions_file(), serialize($caches));

// What every page compares with the database.
$schema = method_exists($components, 'get_all_component_hash') ? $components::get_all_component_hash() : '';
MoodleImage\write_whole(MoodleImage\schema_file(), $components::get_all_versions_hash() . " $schema");

// Versions of plugins replace these variables.
require "$CFG->dirroot/version.php";
echo json_encode([
    'version' => (string) $version,
    'release' => (string) $release,
    'hash' => $components::get_all_versions_hash(),
    'routes' => routes($components),
    'plugins' => $versions,
    'removed' => $removed,
]);
