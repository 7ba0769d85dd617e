<?php
// Moodle's cache with connections to Redis that outlive a page: <https://docs.moodle.org/en/Caching>. `$CFG->alternative_cache_factory_class`
// names this class.

namespace MoodleImage;

final class CacheFactory extends \core_cache\factory {
    public function create_store_from_config($name, array $details, \core_cache\definition $definition) {
        if ($details['class'] === 'cachestore_redis') {
            $details['class'] = CacheStore::class;
        }
        return parent::create_store_from_config($name, $details, $definition);
    }
}
