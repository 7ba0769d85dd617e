<?php
define('CLI_SCRIPT', true);
require __DIR__ . '/../../config.php';
require "$CFG->libdir/cache.php";
if (getenv('STANDIN_DIE_AT') === 'purge') {
    exit(1);
}
standin_purge($CFG);
