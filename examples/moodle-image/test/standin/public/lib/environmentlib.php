<?php
// The requirements of Moodle's environment.xml, which the tests make fail.
const ENV_SELECT_RELEASE = 3;

function normalize_version(string $release): string {
    return $release;
}

function check_moodle_environment(string $version, int $select): array {
    return [getenv('STANDIN_ENVIRONMENT') === false, getenv('STANDIN_ENVIRONMENT') === false ? [] : [getenv('STANDIN_ENVIRONMENT')]];
}

function environment_get_errors(array $results): array {
    return array_map(fn($result) => [$result, '<b>must be newer</b>'], $results);
}
