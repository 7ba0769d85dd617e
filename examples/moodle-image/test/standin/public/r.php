<?php
require 'config.php';
echo 'routed ', parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
