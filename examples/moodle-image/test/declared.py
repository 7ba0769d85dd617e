"""Settings of Moodle and of PHP that are declared, and files of one's own."""

import json
import os

from campus import own
from case import Case, needs_standin


class Declared(Case):
    def test_refused(self):
        site = self.site()
        core = {
            "wwwroot": "MOODLE_URL", "dataroot": "dataroot", "dbpass": "dbpass", "session_redis_host": "session_redis_host",
            "cachedir": "cachedir", "version": "version", "sslproxy": "sslproxy", "moodleimagecopy": "moodleimagecopy",
            "not a name": "not the name of a setting",
        }
        wrong = [({"core": {name: "x"}}, text) for name, text in core.items()] + [
            ("[]", ""), ("{", "not a JSON object"), ([1], "not a JSON object"), ("", "is empty"),
            ({"other": {}}, "has other"), ({"core": "x"}, "core is not an object"), ({"core": {"timezone": ["x"]}}, "core.timezone"),
            ({"plugins": {"auth/ldap": {"host_url": "x"}}}, "name of a plugin"),
            ({"plugins": {"core": {"timezone": "x"}}}, "name of a plugin"), ({"plugins": {"auth_ldap": "x"}}, "auth_ldap is not"),
            ({"plugins": {"auth_ldap": {"version": "1"}}}, "version of auth_ldap"),
        ]
        for value, text in wrong:
            with self.subTest(value=value):
                value = value if isinstance(value, str) else json.dumps(value)
                task = site.run("check", MOODLE_SETTINGS=value)
                if text:
                    self.assert_ends(task, 78, text)
        php = ("upload_max_filesize", "max_execution_time", "session.save_path", "openssl.cafile", "auto_prepend_file", "extension",
               "sendmail_path", "display_errors", "opcache.enable", "opcache.validate_timestamps")
        for name in php:
            with self.subTest(name=name):
                self.assert_ends(site.run("check", MOODLE_PHP_INI=f"memory_limit=1G\n{name}=1"), 78, name)
                self.assert_ends(site.run("check", MOODLE_PHP_INI=json.dumps({name: "1"})), 78, name)
        for value in ('{"memory_limit": "1G\\nextension=x"}', '{"memory_limit": [1]}', '{"max_input_vars": 100}', '{"A b": 1}', "x", "[1]", "memory_limit='1G", "max_input_vars=100"):
            with self.subTest(value=value):
                self.assert_ends(site.run("check", MOODLE_PHP_INI=value), 78, "MOODLE_PHP_INI")

    def test_secret_in_a_wrong_value_is_not_logged(self):
        task = self.site().run("check", MOODLE_SETTINGS='{"core": {"timezone": "a-secret"')
        self.assert_ends(task, 78, "MOODLE_SETTINGS is not a JSON object")
        self.assertNotIn("a-secret", task.output())

    @needs_standin
    def test_settings_of_a_page(self):
        site = self.installed()
        own(site.make("config"))
        for name, text in {"20-more.php": "$CFG->timezone .= ', twice';", "10-own.php": "$CFG->timezone .= ', once';"}.items():
            with open(f"{site.folder}/config/{name}", "w") as file:
                file.write(f"<?php {text}")
        settings = {"core": {"timezone": "Europe/Berlin"}, "plugins": {"auth_ldap": {"start_tls": True, "version_": 3, "off": False}}}
        web = site.serve(MOODLE_SETTINGS=json.dumps(settings), MOODLE_CONFIG_FOLDER=f"{site.folder}/config",
                         MOODLE_PHP_INI='{"max_input_vars": 7000, "memory_limit": "300M"}')
        lines = site.serve(MOODLE_PHP_INI="memory_limit=300M\nmax_input_vars=6000\n")
        self.assertEqual(json.loads(self.assert_answers(lines, "/", 200)[1])["limits"][1], "6000")
        page = json.loads(self.assert_answers(web, "/", 200)[1])
        self.assertEqual(page["timezone"], "Europe/Berlin, once, twice")
        self.assertEqual(page["forced"], {"auth_ldap": {"start_tls": "1", "version_": "3", "off": "0"}})
        self.assertEqual(page["limits"][:3], ["20", "7000", "200M"])
        self.assertEqual(json.loads(self.assert_answers(site.serve(), "/", 200)[1])["limits"][1], "5000")

    def test_every_file_of_one_s_own_is_valid(self):
        folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + "/config"
        self.assertEqual([name for name in os.listdir(folder) if name.endswith(".php")], [])
