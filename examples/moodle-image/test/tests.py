"""What the image promises, on real servers; see README.md. Each test has a database of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from campus import Site, free_port, own
from services import Authority, MariaDb, PostgreSql, Redis

SOURCE = os.environ.get("MOODLE_SRC")
may_mount = subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0
needs_root = unittest.skipUnless(os.geteuid() == 0 and may_mount, "mounts and owners need root")
needs_standin = unittest.skipIf(SOURCE, "needs the stand-in for Moodle's code")


class Machine:
    """The servers that all tests share."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="moodle-image-")
        os.chmod(self.folder, 0o755)
        self.authority = Authority(f"{self.folder}/authority")
        self.stranger = Authority(f"{self.folder}/stranger")
        self.servers = []
        for kind in (MariaDb, PostgreSql, Redis):
            self.servers.append(kind(f"{self.folder}/{kind.__name__}", self.authority))
        self.mariadb, self.postgresql, self.redis = self.servers
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.stop()
        shutil.rmtree(self.folder)


class Case(unittest.TestCase):
    machine = None
    engine = "mariadb"

    def setUp(self):
        self.sites = []

    def tearDown(self):
        for site in self.sites:
            site.stop()

    def site(self, source=SOURCE, **options):
        site = Site(self.machine.folder, getattr(self.machine, self.engine), self.machine.redis, source=source, **options)
        self.sites.append(site)
        return site

    def installed(self, **options):
        site = self.site(**options)
        self.assert_ends(site.run("install"), 0, "Moodle is installed.")
        return site

    def assert_ends(self, task, code, text=""):
        self.assertEqual(task.code, code, task.output())
        self.assertIn(text, task.output())

    def assert_answers(self, task, path, status, text="", **options):
        answer = task.ask(path, **options)
        self.assertIsNotNone(answer, f"{path}: no answer\n{task.output()}")
        self.assertEqual(answer[0], status, f"{path}: {answer[1]}\n{task.output()}")
        self.assertIn(text, answer[1])
        return answer

    def assert_is_whole(self, site):
        """The site has one administrator, and is what the code is."""
        self.assertEqual(site.sql("SELECT COUNT(*) FROM mdl_user WHERE username = 'moodleadmin';"), ["1"])
        self.assertEqual(site.sql("SELECT state FROM moodle_image;"), ["installed"])
        self.assertIn("its schema is the code's", site.run("check").output())


class Life(Case):
    """From an empty database to a site."""

    def test_the_whole_of_it(self):
        site = self.site()
        self.assert_ends(site.run("check"), 0, "Moodle is not installed in it")
        early = site.serve()
        self.assert_answers(early, "/healthz", 200, "alive")
        self.assert_answers(early, "/readyz", 503, "not installed")
        self.assertEqual(health_of(early, "/healthz"), 0)
        self.assertEqual(health_of(early, "/readyz"), 1)
        # Moodle would offer to install it.
        self.assert_answers(early, "/", 503, "not installed")
        self.assert_answers(early, "/install.php", 404)
        self.assert_ends(site.run("cron"), 75, "not installed")
        self.assert_ends(site.run("upgrade"), 65, "Run `install` first")
        self.assertEqual(site.tables(), [])

        self.assert_ends(site.run("install"), 0, "Moodle is installed.")
        self.assert_is_whole(site)
        before = site.sql("SELECT password FROM mdl_user WHERE username = 'moodleadmin';")
        self.assert_ends(site.run("install"), 0, "installed already")
        self.assertEqual(site.sql("SELECT password FROM mdl_user WHERE username = 'moodleadmin';"), before)
        self.assert_ends(site.run("upgrade"), 0, "Nothing to do")
        self.assert_ends(site.run("check"), 0, "over TLS, with a certificate that is trusted")

        # A task that was there before becomes ready by itself.
        self.assert_answers(early, "/readyz", 200, "ready")
        self.assert_answers(early, "/", 200)

    @needs_standin
    def test_a_session_is_every_task_s(self):
        site = self.installed()
        one, other = site.serve(), site.serve()
        status, body, headers = self.assert_answers(one, "/", 200)
        self.assertEqual(json.loads(body)["visits"], 1)
        cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
        again = json.loads(self.assert_answers(other, "/", 200, headers=cookie)[1])
        self.assertEqual(again["visits"], 2)
        # The cache is shared, too, and is in Redis under its own prefix.
        self.assertEqual(again["cached"], 2)
        keys = site_keys(self.machine.redis)
        self.assertTrue(any(key.startswith("mdl_sess_session_") for key in keys), keys)
        self.assertTrue(any(key.startswith("mdl_muc_") for key in keys), keys)

    @needs_standin
    def test_what_a_page_gets(self):
        site = self.installed()
        web = site.serve()
        page = json.loads(self.assert_answers(web, "/", 200)[1])
        self.assertEqual(page["limits"], ["20", "5000", "200M", "208M"])
        self.assertNotEqual(page["user"], 0)
        # The router, below a name that is no file's; and what no browser needs.
        self.assert_answers(web, "/course/7/view", 200, "routed /course/7/view")
        self.assert_answers(web, "/composer.json", 404)
        self.assert_answers(web, "/vendor/autoload.php", 404)
        self.assert_answers(web, "/local/x/tests/a.php", 404)
        self.assert_answers(web, "/index.php/uploaded/tests/readme.txt", 200)
        self.assert_answers(web, "/nowhere?token=in-a-query", 200, "routed")
        web.await_line('"/nowhere"')
        self.assertNotIn("in-a-query", web.output())

    @needs_standin
    def test_the_client_is_counted_from_the_last_proxy(self):
        site = self.installed()
        chain = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9, 198.51.100.1"}

        def client(web, headers=chain):
            return json.loads(self.assert_answers(web, "/", 200, headers=headers)[1])["client"]

        behind_one, behind_two = site.serve(), site.serve(MOODLE_PROXIES="2")
        self.assertEqual(client(behind_one), "198.51.100.1")
        self.assertEqual(client(behind_two), "203.0.113.9")
        behind_two.await_line("203.0.113.9 127.0.0.1")
        self.assertEqual(client(behind_two, {"X-Forwarded-For": "6.6.6.6"}), "127.0.0.1")
        self.assertEqual(client(behind_one, {"X-Forwarded-For": "no address"}), "127.0.0.1")
        # A caller that is no proxy of ours says what it likes.
        self.assertEqual(client(site.serve(MOODLE_TRUSTED_PROXIES="10.0.0.0/16")), "127.0.0.1")

    @needs_standin
    def test_the_layout_before_5_1(self):
        site = self.installed(layout="root")
        web = site.serve()
        self.assert_answers(web, "/readyz", 200)
        self.assert_answers(web, "/", 200, '"visits":1')
        self.assert_answers(web, "/course/7/view", 200, "routed")
        self.assert_answers(web, "/config.php", 404)

    @needs_root
    def test_the_root_file_system_is_read_only(self):
        site = self.site()
        self.assert_ends(site.run("install", read_only=True), 0)
        web = site.serve(read_only=True)
        self.assert_answers(web, "/readyz", 200)
        self.assert_answers(web, "/", 200)
        self.assert_ends(site.run("cron", read_only=True), 0)
        self.assert_ends(site.run("upgrade", read_only=True), 0)
        self.assertNotIn("ead-only", web.output())

    def test_the_database_is_away(self):
        site = self.installed()
        web = site.serve(MOODLE_DATABASE_PORT=str(free_port()))
        self.assert_answers(web, "/healthz", 200)
        self.assert_answers(web, "/readyz", 503, "the database cannot be reached")
        self.assert_answers(web, "/", 503)

    def test_words(self):
        site = self.site()
        self.assert_ends(site.run("serve"), 64, "Give one of these words")
        self.assert_ends(site.run([]), 64, "Give one of these words")
        self.assert_ends(site.run(["web", "now"]), 64)


class LifeOnPostgreSql(Life):
    engine = "postgresql"


@needs_standin
class Install(Case):
    """An installation that is cut short, at any moment, is completed by the next; and nobody's data is dropped."""

    STEPS = range(1, 8)

    def test_killed_at_any_step(self):
        for step in self.STEPS:
            with self.subTest(step=step):
                site = self.site()
                site.sql("CREATE TABLE somebody_elses (n INTEGER); INSERT INTO somebody_elses VALUES (1);")
                task = site.start("install", STANDIN_PAUSE="0.4")
                task.await_line(f"step {step}\n")
                # Only the first process, as when the kernel takes one: Moodle's must not go on without the lock.
                os.kill(task.process.pid, signal.SIGKILL)
                task.process.wait()
                time.sleep(0.1)
                self.assertEqual(task.processes(), [])
                self.assertEqual(site.sql("SELECT state FROM moodle_image;"), ["installing"])
                self.assert_ends(site.run("cron"), 75, "not installed")
                self.assert_ends(site.run("upgrade"), 65)

                again = site.run("install")
                # The last step leaves nothing to do again.
                self.assert_ends(again, 0, "right after its last step" if step == 7 else "Dropping its tables")
                self.assert_is_whole(site)
                self.assertEqual(site.sql("SELECT COUNT(*) FROM somebody_elses;"), ["1"])

    def test_moodle_s_process_is_killed(self):
        site = self.site()
        task = site.start("install", STANDIN_PAUSE="0.5")
        task.await_line("step 3\n")
        for pid, line in task.processes():
            if "install-moodle.php" in line:
                os.kill(pid, signal.SIGKILL)
        task.end()
        self.assert_ends(task, 70, "ended with 137")
        self.assert_ends(site.run("install"), 0)
        self.assert_is_whole(site)

    def test_moodle_s_installer_fails(self):
        site = self.site()
        self.assert_ends(site.run("install", STANDIN_DIE_AT="4"), 70, "The next run begins again")
        self.assert_ends(site.run("install"), 0)
        self.assert_is_whole(site)

    def test_told_to_stop(self):
        site = self.site()
        task = site.start("install", STANDIN_PAUSE="1")
        task.await_line("step 2\n")
        task.signal(signal.SIGTERM)
        task.end(5)
        self.assert_ends(task, 143, "The next run takes it up again")
        self.assert_ends(site.run("install"), 0)
        self.assert_is_whole(site)

    def test_the_lock_is_lost(self):
        """A failover ends the connection that holds the lock, and so must end the installer."""
        site = self.site()
        task = site.start("install", STANDIN_PAUSE="4")
        task.await_line("step 1\n")
        site.end_lock()
        task.end(20)
        self.assert_ends(task, 69, "holds the lock is lost")
        self.assertEqual(task.processes(), [])
        self.assert_ends(site.run("install"), 0)

    def test_two_at_once(self):
        site = self.site()
        first = site.start("install", STANDIN_PAUSE="0.5")
        first.await_line("step 1\n")
        impatient = site.start("install", MOODLE_LOCK_WAIT="1")
        second = site.start("install")
        upgrade = site.start("upgrade")
        for waiting in (second, upgrade):
            waiting.await_line("Waiting for it")
        self.assert_ends_later(impatient, 75, "later")
        self.assert_ends_later(first, 0, "Moodle is installed.")
        self.assert_ends_later(second, 0, "installed already")
        self.assert_ends_later(upgrade, 0, "Nothing to do")
        self.assertNotIn("step", second.output())
        self.assert_is_whole(site)

    def assert_ends_later(self, task, code, text):
        task.end()
        self.assert_ends(task, code, text)

    def test_the_password_is_on_no_command_line(self):
        site = self.site()
        task = site.start("install", STANDIN_PAUSE="0.5")
        task.await_line("step 2\n")
        lines = "".join(line for _, line in task.processes())
        self.assertIn("install-moodle.php", lines)
        self.assertNotIn(site.environment["MOODLE_ADMIN_PASSWORD"], lines)
        self.assertNotIn(site.environment["MOODLE_DATABASE_PASSWORD"], lines)

    def test_it_drops_nothing_that_somebody_has_used(self):
        traces = {
            "signed in": "UPDATE mdl_user SET currentlogin = 1767225600 WHERE username = 'guest';",
            "users": "INSERT INTO mdl_user (username) VALUES ('anna');",
            "courses": "INSERT INTO mdl_course VALUES (2, 'Algebra');",
        }
        for trace, sql in traces.items():
            with self.subTest(trace=trace):
                site = self.site()
                self.assert_ends(site.run("install", STANDIN_DIE_AT="5"), 70)
                site.sql("INSERT INTO mdl_user (username) VALUES ('moodleadmin2');" if trace == "users" else sql)
                if trace == "users":
                    site.sql(sql)
                before = site.tables()
                self.assert_ends(site.run("install"), 65, trace)
                self.assertEqual(site.tables(), before)

    def test_it_drops_nothing_that_it_did_not_make(self):
        site = self.site()
        site.sql("CREATE TABLE mdl_config (name VARCHAR(100), value VARCHAR(100));"
                 "INSERT INTO mdl_config VALUES ('version', '2024100700');")
        self.assert_ends(site.run("install"), 65, "Nothing is dropped")
        self.assertEqual(site.tables(), ["mdl_config"])

    def test_a_site_that_another_image_made(self):
        site = self.installed()
        site.sql("DROP TABLE moodle_image;")
        self.assert_ends(site.run("check"), 0, "its schema is the code's")
        self.assert_ends(site.run("install"), 0, "installed already")
        self.assert_is_whole(site)

    def test_files_of_an_earlier_site(self):
        site = self.site()
        own(site.make("data/filedir"))
        own(site.make("data/filedir/00"))
        self.assert_ends(site.run("install"), 0, "holds files of an earlier site")


class InstallOnPostgreSql(Install):
    engine = "postgresql"


@needs_standin
class Upgrade(Case):
    NEWER, OLDER = "2026100500.00", "2025041400.00"

    def test_a_newer_image(self):
        site = self.installed()
        site.release(self.NEWER)
        web = site.serve()
        # It serves nobody, and nobody kills it.
        self.assert_answers(web, "/healthz", 200)
        self.assert_answers(web, "/readyz", 503, "older than the code")
        self.assertEqual(site.sql("SELECT value FROM mdl_config WHERE name = 'version';"), ["2026042000.00"])
        self.assert_ends(site.run("cron"), 75, "older than the code")

        task = site.start("upgrade", STANDIN_PAUSE="2")
        task.await_line("maintenance page: true")
        self.assert_answers(web, "/readyz", 503, "maintenance")
        self.assert_answers(web, "/", 503, "being upgraded")
        self.assert_answers(web, "/healthz", 200)
        self.assert_ends(site.run("cron"), 75, "maintenance")
        task.end()
        self.assert_ends(task, 0)
        self.assert_answers(web, "/readyz", 200)
        self.assert_is_whole(site)
        self.assert_ends(site.run("upgrade"), 0, "Nothing to do")

    def test_a_new_plugin(self):
        site = self.installed()
        os.makedirs(f"{site.served}/local/example")
        with open(f"{site.served}/local/example/version.php", "w") as file:
            file.write("<?php $plugin->version = 1;")
        self.assert_answers(site.serve(), "/readyz", 503, "plugins' code")
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(site.serve(), "/readyz", 200)

    def test_an_older_image(self):
        site = self.installed()
        site.release(self.OLDER)
        self.assert_ends(site.run("upgrade"), 65, "Moodle cannot go back")
        self.assert_answers(site.serve(), "/readyz", 503, "newer than the code")
        self.assertFalse(os.path.exists(f"{site.dataroot}/climaintenance.html"))

    def test_killed(self):
        site = self.installed()
        site.release(self.NEWER)
        task = site.start("upgrade", STANDIN_PAUSE="5")
        task.await_line("maintenance page: true")
        task.signal(signal.SIGKILL)
        task.process.wait()
        time.sleep(0.1)
        self.assertEqual(task.processes(), [])
        self.assert_answers(site.serve(), "/readyz", 503, "maintenance")
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(site.serve(), "/readyz", 200)

    def test_killed_after_moodle_s_last_step(self):
        site = self.installed()
        site.sql("UPDATE moodle_image SET state = 'upgrading';")
        with open(own_file(f"{site.dataroot}/climaintenance.html"), "w") as file:
            file.write("being upgraded")
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(site.serve(), "/readyz", 200)

    def test_told_to_stop(self):
        site = self.installed()
        site.release(self.NEWER)
        task = site.start("upgrade", STANDIN_PAUSE="2")
        task.await_line("maintenance page: true")
        task.signal(signal.SIGTERM)
        task.await_line("Finishing first")
        task.end()
        self.assert_ends(task, 0)
        self.assert_is_whole(site)

    def test_it_fails(self):
        site = self.installed()
        site.release(self.NEWER)
        self.assert_ends(site.run("upgrade", STANDIN_DIE_AT="upgrade"), 70, "The maintenance page stays")
        self.assert_answers(site.serve(), "/", 503, "being upgraded")
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(site.serve(), "/", 200)

    def test_somebody_s_own_maintenance_stays(self):
        site = self.installed()
        site.release(self.NEWER)
        with open(own_file(f"{site.dataroot}/climaintenance.html"), "w") as file:
            file.write("back on Monday")
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(site.serve(), "/", 503, "back on Monday")


class Trust(Case):
    """Nothing is said to a server whose certificate is not right."""

    def test_a_database_of_a_strange_authority(self):
        site = self.installed()
        strange = {"MOODLE_CA_FILE": self.machine.stranger.ca}
        self.assert_ends(site.run("upgrade", **strange), 69, "certificate verify failed")
        self.assert_ends(site.run("check", **strange), 69, "certificate verify failed")
        web = site.serve(**strange)
        self.assert_answers(web, "/healthz", 200)
        self.assert_answers(web, "/readyz", 503, "the database cannot be reached")
        self.assert_answers(web, "/", 503)

    def test_a_database_of_another_name(self):
        site = self.installed()
        self.assert_ends(site.run("upgrade", MOODLE_DATABASE_HOST="127.0.0.2"), 69, "127.0.0.2")
        self.assert_ends(site.run("upgrade", MOODLE_DATABASE_HOST="127.0.0.2", MOODLE_DATABASE_TLS="require"), 0)

    def test_a_database_without_tls(self):
        # The servers here demand it, as RDS can.
        site = self.installed()
        self.assert_ends(site.run("upgrade", MOODLE_DATABASE_TLS="disable"), 69)

    @needs_standin
    def test_moodle_verifies_too(self):
        """What this image's own connection refuses, Moodle's must refuse with what config.php gives it."""
        site = self.site()
        with open(f"{site.code}/admin/cli/install_database.php", "w") as file:
            file.write("<?php define('CLI_SCRIPT', true); require __DIR__ . '/../../config.php';"
                       "require \"$CFG->libdir/sessions.php\"; standin_redis($CFG)->ping(); echo \"both answered\\n\";")
        self.assert_ends(site.run("install"), 0, "both answered")
        redis = {"MOODLE_REDIS_HOST": "127.0.0.2"}
        site.sql("DROP TABLE moodle_image;")
        task = site.run("install", **redis)
        self.assert_ends(task, 70)
        self.assertNotIn("both answered", task.output())


class TrustOfPostgreSql(Trust):
    engine = "postgresql"


class TrustOfRedis(Case):
    def assert_refused(self, site, **changes):
        self.assert_ends(site.run("check", **changes), 69, "Redis: Redis")
        web = site.serve(**changes)
        self.assert_answers(web, "/healthz", 200)
        self.assert_answers(web, "/readyz", 503, "Redis cannot be reached")
        self.assertNotEqual((web.ask("/") or [500])[0], 200)

    def test_of_another_name(self):
        self.assert_refused(self.installed(), MOODLE_REDIS_HOST="127.0.0.2")

    def test_of_a_strange_authority(self):
        # Without a certificate that the database needs, only Redis is asked.
        self.assert_refused(self.installed(), MOODLE_CA_FILE=self.machine.stranger.ca, MOODLE_DATABASE_TLS="require")

    def test_without_tls(self):
        self.assert_refused(self.installed(), MOODLE_REDIS_TLS="false")


class Environment(Case):
    """A wrong environment stops a task at its start, and the message names the variable."""

    WORDS = ("web", "cron", "install", "upgrade", "check")

    def test_what_it_refuses(self):
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
        }
        for number, (name, values) in enumerate(wrong.items()):
            for value in values:
                with self.subTest(name=name, value=value):
                    named = "MOODLE_SMTP_USER" if name == "MOODLE_SMTP_HOST" else name
                    task = site.run(self.WORDS[number % len(self.WORDS)], **{name: value})
                    self.assert_ends(task, 78, named)
        self.assertEqual(site.tables(), [])

    def test_every_word_looks_first(self):
        site = self.site()
        for word in self.WORDS:
            with self.subTest(word=word):
                self.assert_ends(site.run(word, MOODLE_REDIS_TLS=""), 78, "MOODLE_REDIS_TLS is empty")

    def test_the_installer_s_own(self):
        site = self.site()
        for name in ("MOODLE_ADMIN_PASSWORD", "MOODLE_ADMIN_USER", "MOODLE_ADMIN_EMAIL", "MOODLE_SITE_NAME"):
            with self.subTest(name=name):
                self.assert_ends(site.run("install", **{name: None}), 78, name)
        self.assertEqual(site.tables(), [])

    @needs_standin
    def test_the_image_of_another_version(self):
        site = self.installed()
        for word in ("install", "upgrade"):
            self.assert_ends(site.run(word, MOODLE_VERSION="5.1"), 78, "MOODLE_VERSION is 5.1")
        # It is declared as a branch.
        self.assert_ends(site.run("upgrade", MOODLE_VERSION=None), 0)

    def test_cron_is_bounded(self):
        site = self.installed()
        self.assert_ends(site.run("cron", MOODLE_CRON_KEEP_ALIVE="86400"), 78, "MOODLE_CRON_KEEP_ALIVE")

    @needs_root
    def test_moodledata_cannot_be_written(self):
        site = self.site()
        os.chmod(site.dataroot, 0o500)
        shutil.chown(site.dataroot, "root", "root")
        self.assert_ends(site.run("web"), 70, "not writable")
        self.assert_ends(site.run("check"), 69, "cannot be written")


@needs_standin
class Settings(Case):
    """What Moodle's own settings become."""

    def settings(self, **changes):
        site = self.site()
        os.remove(f"{site.served}/lib/setup.php")
        with open(f"{site.served}/lib/setup.php", "w") as file:
            file.write("<?php define('MOODLE_INTERNAL', 1); $CFG->dirroot = dirname(__DIR__);"
                       "file_put_contents(\"$CFG->dataroot/cfg\", json_encode($CFG)); exit(1);")
        site.run("upgrade", **changes)
        with open(f"{site.dataroot}/cfg") as file:
            return json.load(file)

    def test_they_are(self):
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

    def test_a_cluster(self):
        cfg = self.settings(MOODLE_REDIS_CLUSTER="true")
        host = f"127.0.0.1:{self.machine.redis.port}"
        self.assertEqual(cfg["session_redis_host"], f"{host},{host}")

    def test_mail(self):
        password = "smtp-password-of-the-tests"
        Site.hidden.append(password)
        cfg = self.settings(MOODLE_SMTP_HOST="email-smtp.eu-west-1.amazonaws.com", MOODLE_SMTP_USER="AKIA",
                            MOODLE_SMTP_PASSWORD=password, MOODLE_NOREPLY_ADDRESS="noreply@example.edu")
        self.assertEqual(cfg["smtphosts"], "email-smtp.eu-west-1.amazonaws.com:587")
        self.assertEqual((cfg["smtpsecure"], cfg["smtpuser"], cfg["smtppass"]), ("tls", "AKIA", password))
        self.assertEqual(cfg["noreplyaddress"], "noreply@example.edu")


@needs_standin
class Stopping(Case):
    def test_web_finishes_what_it_began(self):
        site = self.installed()
        web = site.serve()
        answers = []
        asking = threading.Thread(target=lambda: answers.append(web.ask("/slow.php?seconds=4")))
        asking.start()
        until = time.monotonic() + 10
        while not os.path.exists(f"{site.dataroot}/slow-began") and time.monotonic() < until:
            time.sleep(0.05)
        web.signal(signal.SIGTERM)
        web.await_line("Told to stop")
        # The load balancer does not know yet.
        self.assert_answers(web, "/healthz", 200)
        time.sleep(2)
        self.assertIsNone(web.ask("/healthz"), "it still listens")
        self.assertIsNone(web.process.poll(), "it ended before the request did")
        asking.join()
        self.assertEqual(answers[0][:2], (200, "finished"))
        web.end(5)
        self.assert_ends(web, 0)
        self.assertEqual(web.processes(), [])

    def test_web_does_not_wait_for_ever(self):
        site = self.installed()
        web = site.serve(MOODLE_MAX_EXECUTION_TIME="2")
        threading.Thread(target=lambda: web.ask("/slow.php?seconds=60"), daemon=True).start()
        time.sleep(0.5)
        web.signal(signal.SIGTERM)
        web.end(10)
        self.assertEqual(web.processes(), [])

    def test_cron(self):
        site = self.installed()
        self.assert_ends(site.run("cron"), 0, "cron ran with --keep-alive=0")
        task = site.start("cron", MOODLE_CRON_KEEP_ALIVE="30", STANDIN_PAUSE="30")
        task.await_line("--keep-alive=30")
        task.signal(signal.SIGTERM)
        task.end(5)
        self.assert_ends(task, 0, "cron stopped in peace")


class WhatWasWritten(Case):
    """No password was in anything that any task wrote. The name has it run after all others."""

    def test_none_was_written(self):
        site = self.installed()
        self.assert_ends(site.run("check", MOODLE_DATABASE_PASSWORD="wrong-password-of-the-tests"), 69)
        Site.hidden.append("wrong-password-of-the-tests")
        written = "".join(Site.written)
        self.assertIn("Moodle is installed.", written)
        for secret in Site.hidden:
            self.assertNotIn(secret, written)

    def test_only_the_installer_knows_the_administrator_s(self):
        site = self.installed()
        web = site.serve()
        for pid, _ in web.processes():
            if pid != web.process.pid:
                with open(f"/proc/{pid}/environ") as file:
                    self.assertNotIn("MOODLE_ADMIN_PASSWORD", file.read())


def health_of(task, path):
    """Asks as the task definition's health check does, in runtime/src/blueprint/container.rs."""
    check = "exit(@file_get_contents($argv[1]) === false ? 1 : 0);"
    return subprocess.run(["php", "-d", "allow_url_fopen=1", "-d", "default_socket_timeout=4", "-r", check, "--",
                           f"http://127.0.0.1:{task.port}{path}"]).returncode


def site_keys(redis):
    return redis.ask("KEYS", "*")


def own_file(path):
    open(path, "w").close()
    return own(path)


if __name__ == "__main__":
    began = time.monotonic()
    with Machine() as Case.machine:
        program = unittest.main(exit=False, verbosity=2)
    print(f"The image's tests took {time.monotonic() - began:.0f} s.", file=sys.stderr)
    sys.exit(not program.result.wasSuccessful())
