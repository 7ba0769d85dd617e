<?php
// Reads the environment, and reports errors with the name of the variable.
//
// An empty value is never treated as a missing one: a task definition with an unresolved reference must stop the task, and
// must not turn TLS off, for example.

namespace MoodleImage;

/** The environment is invalid. The message never contains a value that could be a secret. */
final class Misconfigured extends \RuntimeException {
}

/** A required variable. */
function required(string $name): string {
    $value = getenv($name);
    if ($value === false) {
        throw new Misconfigured("$name is not set.");
    }
    return filled($name, $value);
}

/** An optional variable, which must not be empty. */
function optional(string $name, ?string $default = null): ?string {
    $value = getenv($name);
    return $value === false ? $default : filled($name, $value);
}

/** A variable that must be one of the given words. */
function choice(string $name, array $words, ?string $default = null): string {
    if ($default !== null && getenv($name) === false) {
        return $default;
    }
    $value = required($name);
    if (!in_array($value, $words, true)) {
        throw new Misconfigured("$name is not one of: " . implode(', ', $words) . '.');
    }
    return $value;
}

/** A variable that must be `true` or `false`. */
function flag(string $name, ?bool $default = null): bool {
    if ($default !== null && getenv($name) === false) {
        return $default;
    }
    return choice($name, ['true', 'false']) === 'true';
}

/** A variable that must be a whole number within a range. */
function whole(string $name, int $least, int $most, ?int $default = null): int {
    if ($default !== null && getenv($name) === false) {
        return $default;
    }
    $value = required($name);
    if (!ctype_digit($value) || strlen($value) > 10 || (int) $value < $least || (int) $value > $most) {
        throw new Misconfigured("$name is not a whole number from $least to $most.");
    }
    return (int) $value;
}

/** A variable that must be the absolute path of a readable file. */
function file_path(string $name): string {
    $path = required($name);
    if (!is_file($path) || !is_readable($path)) {
        throw new Misconfigured("$name names $path, which is not a readable file.");
    }
    return $path;
}

/** Networks such as `10.0.0.0/16,fd00::/8`. */
function networks(string $name): array {
    $networks = array_map('trim', explode(',', required($name)));
    foreach ($networks as $network) {
        [$address, $bits] = explode('/', $network, 2) + [1 => ''];
        $packed = @inet_pton($address);
        if ($packed === false || !ctype_digit($bits) || (int) $bits > 8 * strlen($packed)) {
            throw new Misconfigured("$name holds \"$network\", which is not a network such as 10.0.0.0/16.");
        }
    }
    return $networks;
}

function filled(string $name, string $value): string {
    if (trim($value) === '') {
        throw new Misconfigured("$name is empty.");
    }
    return $value;
}
