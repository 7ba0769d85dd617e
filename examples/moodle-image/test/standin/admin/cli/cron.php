<?php
define('CLI_SCRIPT', true);
require __DIR__ . '/../../config.php';
$stop = false;
pcntl_async_signals(true);
pcntl_signal(SIGTERM, function () use (&$stop) {
    $stop = true;
});
echo 'cron ran with ', $_SERVER['argv'][1], "\n";
for ($i = 0; $i < 10 * (int) getenv('STANDIN_PAUSE') && !$stop; $i++) {
    usleep(100_000);
}
echo $stop ? "cron stopped in peace\n" : "cron ended\n";
