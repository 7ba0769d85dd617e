<?php
define('CLI_SCRIPT', true);
define('CACHE_DISABLE_ALL', true);
require __DIR__ . '/../../config.php';
$options = [];
foreach (array_slice($_SERVER['argv'], 1) as $argument) {
    [$name, $value] = explode('=', substr($argument, 2), 2) + [1 => 'true'];
    $options[$name] = $value;
}
if ($DB->get_tables()) {
    fwrite(STDERR, "Database tables already exist; CLI installation cannot continue.\n");
    exit(1);
}
if (empty($options['agree-license']) || empty($options['adminpass'])) {
    exit("You have to agree to the license and to give a password.\n");
}
require "$CFG->dirroot/version.php";
// The tests interrupt each of these steps.
$step = function (int $number) {
    echo "step $number\n";
    if (getenv('STANDIN_DIE_AT') === "$number") {
        exit(1);
    }
    usleep((int) (1e6 * (float) (getenv('STANDIN_PAUSE') ?: '0')));
};
$step(1);
$DB->execute('CREATE TABLE {config} (name VARCHAR(100) PRIMARY KEY, value VARCHAR(200))');
$DB->execute('CREATE TABLE {config_plugins} (plugin VARCHAR(100), name VARCHAR(100), value VARCHAR(200))');
core\component::record_plugins($DB);
$step(2);
$DB->execute('CREATE TABLE {user} (username VARCHAR(50), password VARCHAR(100), email VARCHAR(100),
    currentlogin INTEGER DEFAULT 0, lastlogin INTEGER DEFAULT 0, lastaccess INTEGER DEFAULT 0)');
$step(3);
$DB->set_config('version', sprintf('%.2f', $version));
$DB->set_config('siteidentifier', bin2hex(random_bytes(8)));
$step(4);
$DB->execute('CREATE TABLE {course} (id INTEGER PRIMARY KEY, fullname VARCHAR(200))');
$DB->execute("INSERT INTO {course} VALUES (1, '')");
$DB->execute("INSERT INTO {user} (username) VALUES ('guest')");
$DB->execute("INSERT INTO {user} (username, password, email)
    VALUES ('{$options['adminuser']}', '" . password_hash($options['adminpass'], PASSWORD_BCRYPT, ['cost' => 4]) . "', '{$options['adminemail']}')");
$DB->set_config('allcomponenthash', core\component::get_all_component_hash());
$DB->set_config('registrationpending', '1');
$DB->set_config('allversionshash', core\component::get_all_versions_hash());
// Moodle's plugins bring files of their own, as the stamps of mod/assign/feedback/editpdf/db/install.php.
$DB->execute('CREATE TABLE {files} (id INTEGER PRIMARY KEY, contenthash VARCHAR(40), filesize BIGINT)');
$content = 'a stamp';
$hash = sha1($content);
$folder = "$CFG->dataroot/filedir/" . substr($hash, 0, 2) . '/' . substr($hash, 2, 2);
is_dir($folder) || mkdir($folder, 02770, true);
file_put_contents("$CFG->dataroot/filedir/warning.txt", 'Not to be changed by hand.');
file_put_contents("$folder/$hash", $content);
$DB->execute("INSERT INTO {files} VALUES (1, '" . sha1('') . "', 0)");
$DB->execute("INSERT INTO {files} VALUES (2, '$hash', " . strlen($content) . ')');
$step(5);
$DB->set_config('release', $release);
$DB->set_config('rolesactive', '1');
$step(6);
$DB->execute("UPDATE {course} SET fullname = '{$options['fullname']}'");
$DB->set_config('registrationpending', '1');
$step(7);
echo "Installation completed successfully.\n";
exit(0);
