<?php
// Some of Moodle's caches. A task has the first on its own disk, and shares the second only with tasks with the same code.
$definitions = [
    'string' => ['mode' => 1, 'simplekeys' => true, 'canuselocalstore' => true],
    'plugin_manager' => ['mode' => 1, 'simplekeys' => true],
    'config' => ['mode' => 1],
];
