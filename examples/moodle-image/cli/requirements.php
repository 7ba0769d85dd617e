<?php
// Asks Moodle whether its upgrade would begin: whether PHP and the database are new enough, the database is not too old for this
// code, and every plugin fits. Moodle's upgrade asks the same, but only when the maintenance page is up.

define('CLI_SCRIPT', true);
define('CACHE_DISABLE_ALL', true);

require getenv('MOODLE_CODE') . '/config.php';
require "$CFG->dirroot/version.php";
require_once "$CFG->libdir/environmentlib.php";

$CFG->target_release = $release;
$why = [];
[$fine, $results] = check_moodle_environment(normalize_version($release), ENV_SELECT_RELEASE);
if (!$fine) {
    foreach (environment_get_errors($results) as [$info, $report]) {
        $why[] = trim(preg_replace('/\s+/', ' ', html_entity_decode(strip_tags("$info $report"))));
    }
    $why = $why ?: ['its environment does not fit'];
}
$manager = class_exists('core\plugin_manager') ? 'core\plugin_manager' : 'core_plugin_manager';
$failed = [];
if (!$manager::instance()->all_plugins_ok($version, $failed, $CFG->branch ?? null)) {
    $why[] = 'these plugins require what this code or this image does not have: ' . implode(', ', array_unique($failed));
}
echo implode("\n", $why);
exit($why === [] ? 0 : 1);
