<?php
// Lists the folders of the plugins in a tree of Moodle's code that are not part of Moodle itself. Its argument is the tree.

define('CLI_SCRIPT', true);
define('ABORT_AFTER_CONFIG', true);
define('IGNORE_COMPONENT_CACHE', true);
define('CACHE_DISABLE_ALL', true);
define('MOODLE_INTERNAL', true);

$CFG = new stdClass();
$CFG->root = $argv[1];
$CFG->dirroot = is_dir("$CFG->root/public") ? "$CFG->root/public" : $CFG->root;
$CFG->libdir = "$CFG->dirroot/lib";
$CFG->admin = 'admin';
require "$CFG->libdir/classes/component.php";

$standard = json_decode(file_get_contents("$CFG->root/lib/plugins.json"), true)['standard'];
foreach (core\component::get_plugin_types() as $type => $unused) {
    foreach (core\component::get_plugin_list($type) as $name => $folder) {
        if (!in_array($name, $standard[$type] ?? [], true)) {
            echo "$folder\n";
        }
    }
}
