<?php
// Searches folders of moodledata.

namespace MoodleImage;

require_once __DIR__ . '/task.php';

/** Returns a file in a folder at any depth, if there is one. */
function file_within(string $folder): ?string {
    if (!is_dir($folder)) {
        return null;
    }
    try {
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS)) as $file) {
            // Moodle creates this file in an empty `filedir`.
            if ($file->getFilename() !== 'warning.txt') {
                return $file->getPathname();
            }
        }
    } catch (\UnexpectedValueException $error) {
        throw new Stop(Ending::Unavailable, "$folder cannot be read by user " . posix_geteuid() . ': ' . $error->getMessage());
    }
    return null;
}
