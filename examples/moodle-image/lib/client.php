<?php
// Finds the address of the person behind the proxies.
//
// Each proxy appends the address that it was called from to X-Forwarded-For; the client may have put anything before
// those. So the last N entries are true when N proxies of ours stand in front, and the first of these N is the client:
// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html>,
// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html>.
// Counting needs no list of CloudFront's addresses, which changes.

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
