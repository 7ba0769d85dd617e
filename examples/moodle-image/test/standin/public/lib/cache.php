<?php
// Reads the cache configuration, and connects to the application store as cache/stores/redis/lib.php does.

function standin_cache(stdClass $CFG): Redis {
    if (!is_file($CFG->altcacheconfigpath) || !is_writable($CFG->altcacheconfigpath)) {
        throw new Exception('no file of the caches, or none that Moodle can add its definitions to');
    }
    require $CFG->altcacheconfigpath;
    foreach (['stores', 'modemappings', 'definitions', 'definitionmappings', 'locks'] as $part) {
        is_array($configuration[$part]) || throw new Exception("no $part");
    }
    $mapped = array_filter($configuration['modemappings'], fn($mapping) => $mapping['mode'] === 1);
    $store = $configuration['stores'][reset($mapped)['store']];
    $settings = $store['configuration'];
    [$host, $port] = explode(':', $settings['server']);
    $options = [];
    if ($settings['encryption']) {
        $options = empty($settings['cafile']) ? ['verify_peer' => false] : ['cafile' => $settings['cafile']];
        $options['stream'] = $options;
        $host = "tls://$host";
    }
    $redis = new Redis();
    $redis->connect($host, (int) $port, $settings['connectiontimeout'], null, 100, 3, $options);
    if (!empty($settings['password'])) {
        $redis->auth($settings['password']);
    }
    $redis->ping();
    $redis->setOption(Redis::OPT_PREFIX, $settings['prefix'] . $configuration['siteidentifier']);
    return $redis;
}

function standin_purge(stdClass $CFG): void {
    standin_cache($CFG)->del('hits', 'release');
}
