<?php
// A conversation with the mail relay, as far as the sign-in: what Moodle does first when it sends a mail.

namespace MoodleImage;

require_once __DIR__ . '/database.php';

/** Throws unless the relay accepts the user. Sends no mail. <https://www.rfc-editor.org/rfc/rfc5321>,
 *  <https://docs.aws.amazon.com/ses/latest/dg/send-email-smtp.html>. */
function ask_relay(string $host, int $port, string $user, string $password): void {
    $refuse = fn(string $why) => throw new Unreachable("The mail relay $host:$port cannot be used: $why");
    $warning = '';
    set_error_handler(function ($level, $text) use (&$warning) {
        $warning = preg_replace('/\s+/', ' ', $text);
        return true;
    });
    try {
        $context = stream_context_create(['ssl' => ['peer_name' => $host]]);
        $relay = stream_socket_client("tcp://$host:$port", $code, $why, 5, STREAM_CLIENT_CONNECT, $context);
        if ($relay === false) {
            $refuse($why === '' ? $warning : $why);
        }
        stream_set_timeout($relay, 5);
        $say = function (?string $line, string $expected, string $part) use ($relay, $refuse): void {
            if ($line !== null) {
                fwrite($relay, "$line\r\n");
            }
            do {
                $answer = fgets($relay, 1024);
            } while ($answer !== false && ($answer[3] ?? ' ') === '-');
            if ($answer === false || !str_starts_with($answer, $expected)) {
                $refuse($part . ': ' . ($answer === false ? 'no answer.' : trim($answer)));
            }
        };
        $say(null, '220', 'it does not greet');
        $say('EHLO moodle', '250', 'it does not answer EHLO');
        $say('STARTTLS', '220', 'it offers no TLS');
        if (stream_socket_enable_crypto($relay, true, STREAM_CRYPTO_METHOD_TLS_CLIENT) !== true) {
            $refuse("TLS fails: $warning");
        }
        $say('EHLO moodle', '250', 'it does not answer EHLO');
        $say('AUTH LOGIN', '334', 'it offers no sign-in');
        $say(base64_encode($user), '334', 'it refuses the user');
        $say(base64_encode($password), '235', 'it refuses MOODLE_SMTP_USER or MOODLE_SMTP_PASSWORD');
        fwrite($relay, "QUIT\r\n");
        fclose($relay);
    } finally {
        restore_error_handler();
    }
}
