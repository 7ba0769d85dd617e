<?php
// A value is text, so that `false` is true: cli_get_params() of the same file.

function standin_options(array $options): array {
    foreach (array_slice($_SERVER['argv'], 1) as $argument) {
        [$name, $value] = explode('=', substr($argument, 2), 2) + [1 => true];
        array_key_exists($name, $options) || exit(1);
        $options[$name] = $value;
    }
    return $options;
}
