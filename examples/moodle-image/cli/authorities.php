<?php
// Writes the trusted authorities in the forms that are cheap to read, into the folder of its argument.
//
// OpenSSL reads every certificate of a file for every connection, which takes longer than most pages: 27 ms of computing for the
// 145 public authorities of Debian. From a folder, it reads only those that it needs:
// <https://docs.openssl.org/3.0/man3/SSL_CTX_load_verify_locations/>.

namespace MoodleImage;

require __DIR__ . '/../lib/task.php';

/** Splits a file of certificates. */
function certificates(string $file): array {
    preg_match_all('/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/s', file_get_contents($file), $found);
    return $found[0];
}

/** Returns whether a database of RDS in this region, or a proxy in front of it, can have a certificate of this authority.
 *
 *  Each region has its own: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html>. A proxy has one of
 *  Amazon's public authorities: <https://www.amazontrust.com/repository/>. */
function is_of_database(string $name, string $region): bool {
    return str_starts_with($name, "Amazon RDS $region ") || preg_match('/^(Amazon Root CA \d|Starfield Services Root .*)$/', $name);
}

command(function () use ($argv): void {
    $folder = $argv[1];
    if (!is_dir($folder) && !mkdir($folder, 0700, true)) {
        throw new Stop(Ending::Unavailable, "$folder cannot be written.");
    }
    $certificates = certificates(file_path('MOODLE_CA_FILE'));
    if ($certificates === []) {
        throw new Misconfigured('MOODLE_CA_FILE has no certificate.');
    }
    $region = getenv('AWS_REGION') ?: getenv('AWS_DEFAULT_REGION') ?: '';
    $counts = $regional = [];
    foreach ($certificates as $certificate) {
        $parsed = openssl_x509_parse($certificate);
        if ($parsed === false) {
            continue;
        }
        // The name that OpenSSL looks for.
        $hash = $parsed['hash'];
        $number = $counts[$hash] = ($counts[$hash] ?? -1) + 1;
        file_put_contents("$folder/$hash.$number", "$certificate\n");
        $name = (array) ($parsed['subject']['CN'] ?? '');
        if ($region !== '' && is_of_database($name[0], $region)) {
            $regional[$name[0]] = $certificate;
        }
    }
    // Moodle's cache only verifies a certificate if it has a file. The folder completes it.
    file_put_contents("$folder/first.pem", "{$certificates[0]}\n");
    // libpq reads a file only: <https://www.postgresql.org/docs/current/libpq-ssl.html>.
    $has_region = array_filter(array_keys($regional), fn($name) => str_starts_with($name, 'Amazon RDS')) !== [];
    file_put_contents("$folder/database.pem", implode("\n", $has_region ? $regional : $certificates) . "\n");
});
