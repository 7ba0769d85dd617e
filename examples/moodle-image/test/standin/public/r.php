<?php
// As Moodle's, it reads the settings only after config.php.
define('ABORT_AFTER_CONFIG', true);
require 'config.php';
echo 'routed ', parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), empty($CFG->noemailever) ? '' : ' without mail';
