<?php
// Reads the environment, and says what is wrong with it in a sentence that names the variable.
//
// An empty value is never taken for a missing one: a task definition whose reference resolved to nothing must stop the
// task, and must not, say, turn TLS off.

namespace MoodleImage;

/** The environment does not say what Moodle needs. The message never holds a value that could be a secret. */
final class Misconfigured extends \RuntimeException {
}

/** A variable that must be there. */
function required(string $name): string {
    $value = getenv($name);
    if ($value === false) {
        throw new Misconfigured("$name is not set.");
    }
    return filled($name, $value);
}

/** A variable that may be left out, but not empty. */
function optional(string $name, ?string $default = null): ?string {
    $value = getenv($name);
    return $value === false ? $default : filled($name, $value);
}

/** A variable that must be one of some words. */
function choice(string $name, array $words): string {
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
        throw new Misconfigured("$name names $path, which is no readable file.");
    }
    return $path;
}

/** Networks as `10.0.0.0/16,fd00::/8`. */
function networks(string $name): array {
    $networks = array_map('trim', explode(',', required($name)));
    foreach ($networks as $network) {
        [$address, $bits] = explode('/', $network, 2) + [1 => ''];
        $packed = @inet_pton($address);
        if ($packed === false || !ctype_digit($bits) || (int) $bits > 8 * strlen($packed)) {
            throw new Misconfigured("$name holds \"$network\", which is no network such as 10.0.0.0/16.");
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
