<?php
// Determines the address of the client behind the proxies.
//
// Each proxy appends the address of its caller to X-Forwarded-For. The client can send any entries before those. With N
// trusted proxies, the last N entries are reliable, and the first of these is the client:
// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html>,
// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html>.
// This needs no list of CloudFront's addresses, which changes.

namespace MoodleImage;

require_once __DIR__ . '/environment.php';

function client_address(string $peer, string $forwarded, array $trusted, int $proxies): string {
    if (!within($peer, $trusted)) {
        return $peer;
    }
    $entries = array_map('trim', explode(',', $forwarded));
    $client = $entries[count($entries) - $proxies] ?? $peer;
    return filter_var($client, FILTER_VALIDATE_IP) === false ? $peer : $client;
}

function within(string $address, array $networks): bool {
    $packed = @inet_pton($address);
    foreach ($networks as $network) {
        [$base, $bits] = explode('/', $network);
        $base = inet_pton($base);
        if ($packed === false || strlen($base) !== strlen($packed)) {
            continue;
        }
        $mask = str_pad(str_repeat("\xff", intdiv((int) $bits, 8)) . chr(0xff00 >> ((int) $bits % 8) & 0xff), strlen($base), "\0");
        $mask = substr($mask, 0, strlen($base));
        if (($packed & $mask) === ($base & $mask)) {
            return true;
        }
    }
    return false;
}
