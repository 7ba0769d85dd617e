<?php
defined('MOODLE_INTERNAL') || die();
$version = 2026042000.00;
$release = '5.2 (stand-in)';
