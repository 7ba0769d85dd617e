<?php
// What lies in folders of moodledata.

namespace MoodleImage;

require_once __DIR__ . '/task.php';

/** Names a file that a folder holds at any depth; null, if there is none, or no such folder. */
function file_within(string $folder): ?string {
    if (!is_dir($folder)) {
        return null;
    }
    try {
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS)) as $file) {
            // Moodle leaves one in an empty `filedir`.
            if ($file->getFilename() !== 'warning.txt') {
                return $file->getPathname();
            }
        }
    } catch (\UnexpectedValueException $error) {
        throw new Stop(Ending::Unavailable, "$folder cannot be read by user " . posix_geteuid() . ': ' . $error->getMessage());
    }
    return null;
}
