"""The lifecycle of a site, from an empty database to its pages."""

import json
import subprocess

from campus import free_port
from case import Case, needs_root, needs_standin


def health_of(task, path):
    """Runs the health check of the task definition, from runtime/src/blueprint/container.rs."""
    check = "exit(@file_get_contents($argv[1]) === false ? 1 : 0);"
    return subprocess.run(["php", "-d", "allow_url_fopen=1", "-d", "default_socket_timeout=4", "-r", check, "--",
                           f"http://127.0.0.1:{task.port}{path}"]).returncode


def site_keys(redis):
    return redis.ask("KEYS", "*")


class Lifecycle(Case):
    """From an empty database to a site."""

    def test_lifecycle(self):
        site = self.site()
        self.assert_ends(site.run("check"), 0, "Moodle is not installed in it")
        early = site.serve()
        self.assert_answers(early, "/healthz", 200, "alive")
        self.assert_answers(early, "/readyz", 503, "not installed")
        self.assertEqual(health_of(early, "/healthz"), 0)
        self.assertEqual(health_of(early, "/readyz"), 1)
        # Without the image, Moodle would offer to install the site.
        self.assert_answers(early, "/", 503, "not installed")
        self.assert_answers(early, "/install.php", 404)
        self.assert_ends(site.run("cron"), 75, "not installed")
        for word in ("upgrade", "pending"):
            self.assert_ends(site.run(word), 65, "Run `install` first")
        self.assert_ends(site.run(["maintenance", "on"]), 65, "no complete site")
        self.assertEqual(site.tables(), [])

        self.assert_ends(site.run("install"), 0, "Moodle is installed.")
        self.assert_is_complete(site)
        before = site.sql("SELECT password FROM mdl_user WHERE username = 'moodleadmin';")
        self.assert_ends(site.run("install"), 0, "installed already")
        self.assertEqual(site.sql("SELECT password FROM mdl_user WHERE username = 'moodleadmin';"), before)
        self.assert_ends(site.run("pending"), 0, "No upgrade is pending")
        self.assert_ends(site.run("upgrade"), 0, "Nothing to do")
        self.assert_ends(site.run("check"), 0, "over TLS, with a certificate that is trusted")

        # A task that started earlier becomes ready by itself.
        self.assert_answers(early, "/readyz", 200, "ready")
        self.assert_answers(early, "/", 200)

    @needs_standin
    def test_tasks_share_sessions(self):
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
        self.assertTrue(any(key.startswith("mdl_mucz_") for key in keys), keys)

    @needs_standin
    def test_settings_of_a_page(self):
        site = self.installed()
        web = site.serve()
        page = json.loads(self.assert_answers(web, "/", 200)[1])
        self.assertEqual(page["limits"], ["20", "5000", "200M", "208M"])
        self.assertNotEqual(page["user"], 0)
        # Paths that are not files go to the router. Files that no browser needs are not served.
        self.assert_answers(web, "/course/7/view", 200, "routed /course/7/view")
        self.assert_answers(web, "/composer.json", 404)
        self.assert_answers(web, "/vendor/autoload.php", 404)
        self.assert_answers(web, "/local/x/tests/a.php", 404)
        self.assert_answers(web, "/index.php/uploaded/tests/readme.txt", 200)
        # Moodle does not start to answer that there is no such page.
        for path in ("/nowhere?token=in-a-query", "/wp-login.php", "/nowhere/at/all", "/lib/nothing.php", "/courses"):
            self.assertNotIn("routed", self.assert_answers(web, path, 404)[1])
        self.assert_answers(web, "/robots.txt", 200, "User-agent")
        web.await_line('"/nowhere"')
        self.assertNotIn("in-a-query", web.output())

    @needs_standin
    def test_client_address_is_counted_from_the_last_proxy(self):
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
        # The header of a caller that is not a trusted proxy is ignored.
        self.assertEqual(client(site.serve(MOODLE_TRUSTED_PROXIES="10.0.0.0/16")), "127.0.0.1")

    @needs_standin
    def test_layout_before_5_1(self):
        site = self.installed(layout="root")
        web = site.serve()
        self.assert_answers(web, "/readyz", 200)
        self.assert_answers(web, "/", 200, '"visits":1')
        self.assert_answers(web, "/course/7/view", 200, "routed")
        self.assert_answers(web, "/config.php", 404)

    @needs_root
    def test_read_only_root_file_system(self):
        site = self.site()
        self.assert_ends(site.run("check", read_only=True), 0)
        self.assert_ends(site.run("install", read_only=True), 0)
        web = site.serve(read_only=True)
        self.assert_answers(web, "/readyz", 200)
        self.assert_answers(web, "/", 200)
        self.assert_ends(site.run("cron", read_only=True), 0)
        self.assert_ends(site.run("pending", read_only=True), 0)
        self.assert_ends(site.run("upgrade", read_only=True), 0)
        self.assert_ends(site.run(("maintenance", "on"), read_only=True), 0)
        self.assert_ends(site.run(("maintenance", "off"), read_only=True), 0)
        for task in site.tasks:
            self.assertNotIn("ead-only", task.output())

    def test_rotated_password(self):
        site = self.installed()
        before = site.serve()
        self.assert_answers(before, "/readyz", 200)
        site.change_password("rotated-" + site.name)
        self.assert_answers(before, "/readyz", 503, "the database cannot be reached")
        self.assert_answers(site.serve(), "/readyz", 200)
        self.assert_ends(site.run("cron"), 0)

    def test_unreachable_database(self):
        site = self.installed()
        web = site.serve(MOODLE_DATABASE_PORT=str(free_port()))
        self.assert_answers(web, "/healthz", 200)
        self.assert_answers(web, "/readyz", 503, "the database cannot be reached")
        self.assert_answers(web, "/", 503)

    def test_invalid_commands(self):
        site = self.site()
        self.assert_ends(site.run("serve"), 64, "The command must be one of")
        self.assert_ends(site.run([]), 64, "The command must be one of")
        self.assert_ends(site.run(["web", "now"]), 64)
        self.assert_ends(site.run("maintenance"), 64)
        self.assert_ends(site.run(["maintenance", "maybe"]), 64)
        self.assert_ends(site.run(["maintenance on"]), 64)


class LifecycleOnPostgreSql(Lifecycle):
    engine = "postgresql"
