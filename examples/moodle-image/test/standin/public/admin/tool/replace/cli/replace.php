<?php
define('CLI_SCRIPT', true);
require __DIR__ . '/../../../../config.php';
require "$CFG->libdir/clilib.php";
$options = standin_options(['search' => '', 'replace' => '', 'skiptables' => '', 'shorten' => false, 'non-interactive' => false]);
$DB->execute("UPDATE {course} SET fullname = REPLACE(fullname, '{$options['search']}', '{$options['replace']}')");
echo "...finished\n";
