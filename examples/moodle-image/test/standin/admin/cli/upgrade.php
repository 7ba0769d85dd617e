<?php
define('CLI_SCRIPT', true);
define('CACHE_DISABLE_ALL', true);
require __DIR__ . '/../../config.php';
require "$CFG->libdir/clilib.php";
require "$CFG->libdir/cache.php";
$options = standin_options(['non-interactive' => false, 'is-maintenance-required' => false, 'maintenance' => true]);
require "$CFG->dirroot/version.php";
if ((float) $DB->get_config('version') > $version) {
    fwrite(STDERR, "You cannot downgrade.\n");
    exit(1);
}
$required = core\component::get_all_component_hash() !== $DB->get_config('allcomponenthash');
if (!$options['maintenance']) {
    $required && exit(2);
    $DB->set_config('outagelessupgrade', '1');
}
if ($DB->get_config('allversionshash') === core\component::get_all_versions_hash()) {
    fwrite(STDERR, "No upgrade needed.\n");
    exit(0);
}
if ($options['is-maintenance-required']) {
    echo "thinking\n";
    sleep((int) getenv('STANDIN_THINK'));
    exit(getenv('STANDIN_DIE_AT') === 'question' ? 1 : ($required ? 2 : 3));
}
$options['non-interactive'] || exit(1);
if ($options['maintenance']) {
    $DB->set_config('upgraderunning', (string) (time() + 300));
}
echo 'maintenance page: ', var_export(is_file("$CFG->dataroot/climaintenance.html"), true), "\n";
sleep((int) getenv('STANDIN_PAUSE'));
if (getenv('STANDIN_DIE_AT') === 'upgrade') {
    $DB->delete_config('upgraderunning');
    exit(1);
}
$DB->set_config('version', sprintf('%.2f', $version));
$DB->set_config('release', $release);
core\component::record_plugins($DB);
$DB->set_config('allcomponenthash', core\component::get_all_component_hash());
$DB->set_config('allversionshash', core\component::get_all_versions_hash());
if (getenv('STANDIN_DIE_AT') === 'defaults') {
    posix_kill(getmypid(), SIGKILL);
}
echo "default settings applied\n";
$DB->delete_config('upgraderunning');
if ($options['maintenance']) {
    standin_purge($CFG);
} else {
    $DB->delete_config('outagelessupgrade');
}
echo "Command line upgrade completed successfully.\n";
exit(0);
