"""A Redis that demands a password, and one that starts to demand it while the site runs."""

import os
import secrets

from campus import Site
from case import Case, needs_standin
from services import Redis, RedisCluster

USER_AND_PASSWORD = ("MOODLE_REDIS_USER", "MOODLE_REDIS_PASSWORD")


@needs_standin
class PasswordOfRedis(Case):
    def setUp(self):
        super().setUp()
        self.password = secrets.token_urlsafe(32)
        Site.hidden.append(self.password)
        self.redis = Redis(f"{self.machine.folder}/{self._testMethodName}", self.machine.authority)

    def tearDown(self):
        super().tearDown()
        self.redis.stop()

    def demand(self):
        """Demands the password, as ElastiCache does for the user of each connection, `default`."""
        self.redis.ask("CONFIG", "SET", "requirepass", self.password)

    def environment(self, **more):
        return {"MOODLE_REDIS_PORT": str(self.redis.port), **more}

    def with_password(self, **more):
        return self.environment(MOODLE_REDIS_PASSWORD=self.password, **more)

    def with_user(self):
        return self.with_password(MOODLE_REDIS_USER="default")

    def assert_serves(self, web):
        """Pages work, with their session and their cache."""
        self.assert_answers(web, "/readyz", 200)
        _, body, headers = self.assert_answers(web, "/", 200)
        cookie = headers["Set-Cookie"].split(";")[0]
        again = self.assert_answers(web, "/", 200, headers={"Cookie": cookie})[1]
        self.assertIn('"visits":1,', body)
        self.assertIn('"visits":2,', again)
        return cookie

    def assert_is_refused(self, site, environment):
        self.assert_ends(site.run("check", **environment), 69, "Redis: Redis")
        self.assert_answers(site.serve(**environment), "/readyz", 503, "Redis cannot be reached")

    def test_password_is_sent(self):
        self.demand()
        site = self.site()
        self.assert_ends(site.run("install", **self.with_password()), 0)
        for environment in (self.with_password(), self.with_user()):
            self.assert_ends(site.run("check", **environment), 0)
            self.assert_serves(site.serve(**environment))
        for environment in (self.environment(), self.environment(MOODLE_REDIS_PASSWORD="another-password")):
            self.assert_is_refused(site, environment)

    def test_password_with_a_user_is_also_accepted_before_it_is_demanded(self):
        """The order for a serverless cache of an earlier version: the tasks, then the cache."""
        site = self.site()
        self.assert_ends(site.run("install", **self.environment()), 0)
        before, web = site.serve(**self.environment()), site.serve(**self.with_user())
        cookie = self.assert_serves(before)
        # A password alone is refused as long as there is none.
        self.assert_is_refused(site, self.with_password())
        self.assert_serves(web)
        self.demand()
        # Nobody is signed out.
        self.assertIn('"visits":3,', self.assert_answers(web, "/", 200, headers={"Cookie": cookie})[1])
        self.assert_answers(before, "/readyz", 503, "Redis cannot be reached")

    def test_password_with_a_user_is_sent_to_a_cluster(self):
        """A serverless cache speaks the protocol of a cluster."""
        cluster = RedisCluster(f"{self.machine.folder}/cluster", self.machine.authority)
        self.addCleanup(cluster.stop)
        environment = {**self.with_user(), "MOODLE_REDIS_PORT": str(cluster.port), "MOODLE_REDIS_CLUSTER": "true"}
        site = self.site()
        self.assert_ends(site.run("install"), 0)
        self.assert_ends(site.run("check", **environment), 0)
        cluster.ask("CONFIG", "SET", "requirepass", self.password)
        self.assert_ends(site.run("check", **environment), 0)
        for changes in ({"MOODLE_REDIS_PASSWORD": "another-password"}, {name: None for name in USER_AND_PASSWORD}):
            self.assert_ends(site.run("check", **{**environment, **changes}), 69, "Redis: Redis")

    def test_user_needs_a_password(self):
        site = self.site()
        self.assert_ends(site.run("check", MOODLE_REDIS_USER="default"), 78, "MOODLE_REDIS_PASSWORD is not set")
        for name in USER_AND_PASSWORD:
            self.assert_ends(site.run("check", **{**self.with_user(), name: ""}), 78, f"{name} is empty")

    def test_only_the_cache_configuration_of_the_task_has_the_password(self):
        self.demand()
        site = self.site()
        self.assert_ends(site.run("install", **self.with_user()), 0)
        self.assert_serves(site.serve(**self.with_user()))
        for path in site.files_with(self.password):
            self.assertRegex(path, r"/local-\d+/muc-[0-9a-z]+\.php$")
            self.assertEqual(os.stat(path).st_mode & 0o077, 0, path)
