"""Valid and invalid environments, and the resulting settings."""

import json
import os
import shutil

from campus import Site
from case import Case, needs_root, needs_standin


class Environment(Case):
    """An invalid environment stops a task at its start, and the message names the variable."""

    WORDS = (
        "web", "cron", "install", "pending", "upgrade", "adopt", "exec", "check",
        ("maintenance", "on"), ("maintenance", "off"), ("maintenance", "hold"), ("maintenance", "release"),
        ("debug", "on"), ("debug", "off"),
    )

    def test_invalid_values(self):
        site = self.site()
        wrong = {
            "MOODLE_REDIS_TLS": ("", None, "1", "yes"),
            "MOODLE_REDIS_HOST": ("", "tls://cache.example.edu", "cache.example.edu:6379", "one,two"),
            "MOODLE_REDIS_PORT": ("", "redis", "70000"),
            "MOODLE_DATABASE_TYPE": ("mysql", ""),
            "MOODLE_DATABASE_TLS": ("", None, "prefer"),
            "MOODLE_DATABASE_PASSWORD": ("", None),
            "MOODLE_DATABASE_HOST": ("", " "),
            "MOODLE_URL": ("", None),
            "MOODLE_TRUSTED_PROXIES": ("", "10.0.0.0", "10.0.0.0/33", "vpc"),
            "MOODLE_MAX_EXECUTION_TIME": ("", "soon"),
            "MOODLE_CA_FILE": ("", "/nowhere/ca.pem"),
            "MOODLE_SMTP_HOST": ("smtp.example.edu",),
            "MOODLE_HEALTH_PATH": ("", "/", "healthz", "/index.php", "/lib", "/lib/healthz", "/readyz", "/healthz/", "/a b", "/.*"),
            "MOODLE_DEBUG": ("", "developer", "32767"),
        }
        for number, (name, values) in enumerate(wrong.items()):
            for value in values:
                with self.subTest(name=name, value=value):
                    named = "MOODLE_SMTP_USER" if name == "MOODLE_SMTP_HOST" else name
                    task = site.run(self.WORDS[number % len(self.WORDS)], **{name: value})
                    self.assert_ends(task, 78, named)
        self.assertEqual(site.tables(), [])

    def test_every_command_checks_the_environment_first(self):
        site = self.site()
        for word in self.WORDS:
            with self.subTest(word=word):
                self.assert_ends(site.run(word, MOODLE_REDIS_TLS=""), 78, "MOODLE_REDIS_TLS is empty")

    def test_variables_of_the_installer(self):
        site = self.site()
        for name in ("MOODLE_ADMIN_PASSWORD", "MOODLE_ADMIN_USER", "MOODLE_ADMIN_EMAIL", "MOODLE_SITE_NAME"):
            with self.subTest(name=name):
                self.assert_ends(site.run("install", **{name: None}), 78, name)
        self.assertEqual(site.tables(), [])

    @needs_standin
    def test_image_of_another_version(self):
        site = self.installed()
        for word in ("install", "upgrade"):
            self.assert_ends(site.run(word, MOODLE_VERSION="5.1"), 78, "MOODLE_VERSION is 5.1")
        # Without the variable, the version is not checked.
        self.assert_ends(site.run("upgrade", MOODLE_VERSION=None), 0)

    def test_cron_is_bounded(self):
        site = self.installed()
        self.assert_ends(site.run("cron", MOODLE_CRON_KEEP_ALIVE="86400"), 78, "MOODLE_CRON_KEEP_ALIVE")

    def test_exec_is_bounded(self):
        site = self.site()
        for seconds in ("59", "43201", "", "1h"):
            with self.subTest(seconds=seconds):
                self.assert_ends(site.run("exec", MOODLE_EXEC_SECONDS=seconds), 78, "MOODLE_EXEC_SECONDS")

    @needs_root
    def test_moodledata_cannot_be_written(self):
        site = self.site()
        os.chmod(site.dataroot, 0o500)
        shutil.chown(site.dataroot, "root", "root")
        self.assert_ends(site.run("web"), 70, "not writable")
        self.assert_ends(site.run("check"), 69, "cannot be written")


@needs_standin
class Settings(Case):
    """The settings that Moodle receives."""

    def settings(self, **changes):
        site = self.site()
        os.remove(f"{site.served}/lib/setup.php")
        with open(f"{site.served}/lib/setup.php", "w") as file:
            file.write("<?php define('MOODLE_INTERNAL', 1); $CFG->dirroot = dirname(__DIR__);"
                       "file_put_contents(\"$CFG->dataroot/cfg\", json_encode($CFG)); exit(1);")
        site.run("upgrade", **changes)
        with open(f"{site.dataroot}/cfg") as file:
            settings = json.load(file)
        # It contains the passwords.
        os.remove(file.name)
        return settings

    def test_defaults(self):
        cfg = self.settings()
        self.assertEqual(cfg["wwwroot"], "https://learn.example.edu")
        self.assertTrue(cfg["sslproxy"] and cfg["cookiesecure"] and cfg["preventexecpath"])
        self.assertNotIn("reverseproxy", cfg)
        self.assertEqual(cfg["dboptions"]["ssl"], "verify-full")
        self.assertEqual(cfg["session_redis_host"], "127.0.0.1")
        encrypt = cfg["session_redis_encrypt"]
        self.assertTrue(encrypt["verify_peer"] and encrypt["verify_peer_name"] and encrypt["cafile"])
        self.assertTrue(cfg["localcachedir"].startswith(os.path.dirname(cfg["altcacheconfigpath"])))
        self.assertFalse(cfg["localcachedir"].startswith(cfg["dataroot"]))
        self.assertNotIn("smtphosts", cfg)

    def test_redis_cluster(self):
        cfg = self.settings(MOODLE_REDIS_CLUSTER="true")
        host = f"127.0.0.1:{self.machine.redis.port}"
        self.assertEqual(cfg["session_redis_host"], f"{host},{host}")

    def test_sessions_in_the_database(self):
        cfg = self.settings(MOODLE_SESSIONS="database")
        self.assertEqual(cfg["session_handler_class"], "\\core\\session\\database")
        self.assertEqual(cfg["session_database_acquire_lock_timeout"], 19)
        self.assertFalse([name for name in cfg if name.startswith("session_redis")])

    def test_mail(self):
        password = "smtp-password-of-the-tests"
        Site.hidden.append(password)
        cfg = self.settings(MOODLE_SMTP_HOST="email-smtp.eu-west-1.amazonaws.com", MOODLE_SMTP_USER="AKIA",
                            MOODLE_SMTP_PASSWORD=password, MOODLE_NOREPLY_ADDRESS="noreply@example.edu")
        self.assertEqual(cfg["smtphosts"], "email-smtp.eu-west-1.amazonaws.com:587")
        self.assertEqual((cfg["smtpsecure"], cfg["smtpuser"], cfg["smtppass"]), ("tls", "AKIA", password))
        self.assertEqual(cfg["noreplyaddress"], "noreply@example.edu")
