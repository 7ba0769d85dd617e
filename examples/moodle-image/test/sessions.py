"""Where sessions are, and what a full Redis does to them."""

import time

from case import Case, needs_standin
from services import Redis


@needs_standin
class Sessions(Case):
    def setUp(self):
        super().setUp()
        self.redis = Redis(f"{self.machine.folder}/{self._testMethodName}", self.machine.authority)

    def tearDown(self):
        super().tearDown()
        self.redis.stop()

    def visits_around_a_full_cache(self, sessions):
        """Counts the visits of one session before and after caches have filled the memory of a Redis that removes what was not
        used for the longest time, as the parameter group of the nodes says."""
        site = self.site()
        where = {"MOODLE_REDIS_PORT": str(self.redis.port), "MOODLE_SESSIONS": sessions}
        self.assert_ends(site.run("install", **where), 0)
        web = site.serve(**where)
        _, before, headers = self.assert_answers(web, "/", 200)
        cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
        # Redis compares the last use in seconds, and only of a sample of the keys.
        for key in self.redis.ask("KEYS", "*"):
            while int(self.redis.ask("OBJECT", "IDLETIME", key)[0]) < 2:
                time.sleep(0.1)
        used = dict(line.split(":") for line in self.redis.ask("INFO", "memory") if ":" in line)["used_memory"]
        self.redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru", "maxmemory-samples", "64", "maxmemory", str(int(used) + 2**20))
        fill = "for i = 1, 20000 do redis.call('SET', 'cache' .. i, string.rep('x', 200)) end"
        self.redis.ask("EVAL", fill, "0")
        self.assertGreater(int(self.redis.ask("DBSIZE")[0]), 1000)
        after = self.assert_answers(web, "/", 200, headers=cookie)[1]
        return [text.split('"visits":')[1].split(",")[0] for text in (before, after)]

    def test_full_cache_does_not_push_sessions_out_of_the_database(self):
        self.assertEqual(self.visits_around_a_full_cache("database"), ["1", "2"])

    def test_full_cache_pushes_sessions_out_of_redis(self):
        self.assertEqual(self.visits_around_a_full_cache("redis"), ["1", "1"])

    def test_other_places(self):
        site = self.site()
        for value in ("", "files", "cache"):
            self.assert_ends(site.run("check", MOODLE_SESSIONS=value), 78, "MOODLE_SESSIONS")
