<?php
namespace core;

class component {
    private static ?array $plugins = null;

    /** The folders of all plugins, from the cache file unless an upgrade is checked for. */
    public static function get_plugins(): array {
        global $CFG;
        if (self::$plugins !== null) {
            return self::$plugins;
        }
        if (defined('IGNORE_COMPONENT_CACHE') && IGNORE_COMPONENT_CACHE) {
            return self::$plugins = self::fetch();
        }
        $file = $CFG->alternative_component_cache ?? "$CFG->cachedir/core_component.php";
        if (is_file($file)) {
            include $file;
            if (!CACHE_DISABLE_ALL || $cache === self::fetch()) {
                return self::$plugins = $cache;
            }
            isset($CFG->alternative_component_cache) && die('Outdated component cache file, can not continue');
        }
        is_dir(dirname($file)) || mkdir(dirname($file), 02770, true);
        is_writable(dirname($file)) || die('Can not create component cache file, can not continue');
        file_put_contents("$file.tmp", '<?php $cache = ' . var_export(self::fetch(), true) . ';');
        rename("$file.tmp", $file);
        return self::$plugins = self::fetch();
    }

    public static function get_plugin_types(): array {
        global $CFG;
        return ['local' => "$CFG->dirroot/local"];
    }

    public static function get_plugin_list(string $type): array {
        global $CFG;
        $folders = array_map(fn($plugin) => "$CFG->dirroot/$plugin", self::get_plugins());
        return array_combine(array_map(basename(...), $folders), $folders);
    }

    /** Writes the versions of the plugins to the database. */
    public static function record_plugins($database): void {
        foreach (self::get_plugin_list('local') as $name => $folder) {
            $plugin = new \stdClass();
            include "$folder/version.php";
            $database->execute("DELETE FROM {config_plugins} WHERE plugin = 'local_$name'");
            $database->execute("INSERT INTO {config_plugins} VALUES ('local_$name', 'version', '$plugin->version')");
        }
    }

    private static function fetch(): array {
        global $CFG;
        return array_map(fn($folder) => substr($folder, strlen($CFG->dirroot) + 1), glob("$CFG->dirroot/local/*", GLOB_ONLYDIR));
    }

    public static function get_all_versions_hash(): string {
        global $CFG;
        $files = ['version.php', ...array_map(fn($plugin) => "$plugin/version.php", self::get_plugins())];
        return sha1(implode('', array_map(fn($file) => @file_get_contents("$CFG->dirroot/$file"), $files)));
    }

    /** Covers the files that define the database. */
    public static function get_all_component_hash(): string {
        global $CFG;
        $files = glob("$CFG->dirroot/{lib,local/*}/db/*", GLOB_BRACE);
        return sha1(implode('', array_map(fn($file) => file_get_contents($file), $files)));
    }

    public static function get_component_classes_in_namespace(?string $component, string $namespace): array {
        return ['core_course\\route\\controller\\course_management' => 'course/classes/route/controller/course_management.php'];
    }

    public static function get_component_directory(string $component): string {
        global $CFG;
        return $CFG->dirroot . '/' . substr($component, strlen('core_'));
    }
}

/** Moodle's list of plugins that it has removed. */
class plugin_manager {
    public static function instance(): self {
        return new self();
    }

    /** Names the plugins that the tests make fail. */
    public function all_plugins_ok($version, array &$failed, $branch): bool {
        $failed = array_filter(explode(',', (string) getenv('STANDIN_UNFIT')));
        return $failed === [];
    }

    public static function is_deleted_standard_plugin(string $type, string $name): bool {
        return "{$type}_$name" === 'local_oldstandard';
    }
}
