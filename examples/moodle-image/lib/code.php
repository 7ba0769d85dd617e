<?php
// Identifies the image's code, and lists what it says about Moodle's caches.
//
// During a rollout, tasks with old and with new code run at the same time, on one moodledata and one Redis. What Moodle caches
// about its code must therefore be the task's own, or have the mark of the code in its name.

namespace MoodleImage;

require_once __DIR__ . '/environment.php';

/** Identifies this code by its files: equal only if nobody changed a file, also if no version number changed.
 *
 *  The image's build writes the mark next to the code. Otherwise, the first request or command of a task lists the files, which
 *  takes less than a second, and keeps the mark on the task's own disk. */
function code_mark(): string {
    static $mark = null;
    if ($mark !== null) {
        return $mark;
    }
    $code = required('MOODLE_CODE');
    $built = @file_get_contents("$code.mark");
    if ($built !== false) {
        return $mark = substr(hash('sha256', $code . $built), 0, 16);
    }
    $file = required('MOODLE_LOCALCACHE') . '/code-' . substr(hash('sha256', $code), 0, 8) . '.mark';
    $mark = @file_get_contents($file);
    if ($mark === false || strlen($mark) !== 16) {
        $mark = mark_of_files($code);
        write_whole($file, $mark);
    }
    return $mark;
}

/** Hashes the names, sizes and times of PHP's files in a folder. */
function mark_of_files(string $folder): string {
    $lines = [$folder];
    $files = new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS | \FilesystemIterator::CURRENT_AS_FILEINFO);
    foreach (new \RecursiveIteratorIterator($files) as $path => $file) {
        if (in_array($file->getExtension(), ['php', 'json', 'mustache', 'xml'], true)) {
            $lines[] = "$path {$file->getSize()} {$file->getMTime()}";
        }
    }
    sort($lines);
    return substr(hash('sha256', implode("\n", $lines)), 0, 16);
}

/** Writes a file of the task's own disk at once: other requests of the task may read it, or write the same, concurrently. */
function write_whole(string $path, string $text): void {
    $own = @tempnam(dirname($path), 'own');
    if ($own !== false && @file_put_contents($own, $text) === strlen($text)) {
        @rename($own, $path);
    }
}

/** Returns the definitions of Moodle's caches from the code's `db/caches.php` files, which cli/code.php has listed. */
function cache_definitions(): array {
    $file = definitions_file();
    if (!is_file($file)) {
        // A shell of ECS Exec can be the first that needs them.
        $process = proc_open(['php', dirname(__DIR__) . '/cli/code.php'], [1 => ['file', '/dev/null', 'w']], $pipes);
        if (is_resource($process)) {
            proc_close($process);
        }
    }
    $text = @file_get_contents($file);
    $definitions = $text === false ? null : @unserialize($text, ['allowed_classes' => false]);
    return is_array($definitions) ? $definitions : [];
}

function definitions_file(): string {
    return required('MOODLE_LOCALCACHE') . '/caches-' . code_mark() . '.ser';
}

/** The file with Moodle's hashes of the code's versions and of its schema. */
function schema_file(): string {
    return required('MOODLE_LOCALCACHE') . '/schema-' . code_mark();
}
