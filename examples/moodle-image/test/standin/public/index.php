<?php
// Counts the visits of a session, and returns what the tests check.
require 'config.php';
require "$CFG->libdir/cache.php";
$_SESSION['visits'] = ($_SESSION['visits'] ?? 0) + 1;
$cache = standin_cache($CFG);
// The settings also come from the cache.
$release = $cache->get('release');
if ($release === false) {
    $release = $DB->get_config('release');
    $cache->set('release', $release);
}
header('Content-Type: application/json');
echo json_encode([
    'visits' => $_SESSION['visits'],
    'cached' => $cache->incr('hits'),
    'release' => $release,
    'plugins' => core\component::get_plugins(),
    'mail' => empty($CFG->noemailever),
    'notice' => strip_tags($CFG->additionalhtmltopofbody ?? ''),
    'timezone' => $CFG->timezone ?? null,
    'forced' => $CFG->forced_plugin_settings ?? [],
    'client' => $_SERVER['REMOTE_ADDR'],
    'user' => posix_geteuid(),
    'limits' => array_map('ini_get', ['max_execution_time', 'max_input_vars', 'upload_max_filesize', 'post_max_size']),
]);
