<?php
define('CLI_SCRIPT', true);
require __DIR__ . '/../../config.php';
in_array('--non-interactive', $_SERVER['argv'], true) || exit(1);
require "$CFG->dirroot/version.php";
if ((float) $DB->get_config('version') > $version) {
    fwrite(STDERR, "You cannot downgrade.\n");
    exit(1);
}
echo 'maintenance page: ', var_export(is_file("$CFG->dataroot/climaintenance.html"), true), "\n";
sleep((int) getenv('STANDIN_PAUSE'));
if (getenv('STANDIN_DIE_AT') === 'upgrade') {
    exit(1);
}
$DB->set_config('version', sprintf('%.2f', $version));
$DB->set_config('release', $release);
$DB->set_config('allversionshash', core\component::get_all_versions_hash());
echo "Command line upgrade completed successfully.\n";
exit(0);
