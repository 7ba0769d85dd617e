"""Servers with a wrong certificate, or without one."""

from case import Case, needs_standin


class Trust(Case):
    """No data is sent to a server whose certificate is not valid."""

    def test_database_of_an_unknown_authority(self):
        site = self.installed()
        unknown = {"MOODLE_CA_FILE": self.machine.stranger.ca}
        self.assert_ends(site.run("upgrade", **unknown), 69, "certificate verify failed")
        self.assert_ends(site.run("check", **unknown), 69, "certificate verify failed")
        web = site.serve(**unknown)
        self.assert_answers(web, "/healthz", 200)
        self.assert_answers(web, "/readyz", 503, "the database cannot be reached")
        self.assert_answers(web, "/", 503)

    def test_database_of_another_name(self):
        site = self.installed()
        self.assert_ends(site.run("upgrade", MOODLE_DATABASE_HOST="127.0.0.2"), 69, "127.0.0.2")
        self.assert_ends(site.run("upgrade", MOODLE_DATABASE_HOST="127.0.0.2", MOODLE_DATABASE_TLS="require"), 0)

    def test_database_without_tls(self):
        # The servers of the tests require TLS, as RDS can.
        site = self.installed()
        self.assert_ends(site.run("upgrade", MOODLE_DATABASE_TLS="disable"), 69)

    @needs_standin
    def test_moodle_verifies_too(self):
        """Moodle's own connection, with the settings of config.php, must refuse what the image's connection refuses."""
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

    def test_redis_of_another_name(self):
        self.assert_refused(self.installed(), MOODLE_REDIS_HOST="127.0.0.2")

    def test_redis_of_an_unknown_authority(self):
        # The certificate of the database is not checked, so that only Redis fails.
        self.assert_refused(self.installed(), MOODLE_CA_FILE=self.machine.stranger.ca, MOODLE_DATABASE_TLS="require")

    def test_redis_without_tls(self):
        self.assert_refused(self.installed(), MOODLE_REDIS_TLS="false")
