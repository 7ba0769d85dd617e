"""What a page of real Moodle asks of Redis."""

import re

from case import Case, needs_moodle
from moodle import Browser
from services import Redis


class Traffic:
    """The commands that a Redis has answered, and the bytes that it has sent and received, between two moments."""

    def __init__(self, redis):
        self.redis = redis
        self.before = self.numbers()

    def numbers(self):
        lines = dict(line.split(":", 1) for line in self.redis.ask("INFO", "all") if ":" in line)
        names = ("total_commands_processed", "total_net_input_bytes", "total_net_output_bytes", "total_connections_received")
        return [int(lines[name]) for name in names]

    def since(self):
        """Returns the commands, the bytes and the connections, less those of asking for them."""
        commands, received, sent, connections = (now - then for now, then in zip(self.numbers(), self.before))
        # The earlier INFO has sent about 8 KB, and has connected.
        return commands - 1, received + sent - 8_000, connections - 1


@needs_moodle
class RedisTraffic(Case):
    """Upper bounds of what the pages that everybody opens ask of Redis, when the caches are filled."""

    # Commands and bytes.
    BOUNDS = {"/login/index.php": (32, 50_000), "/my/": (54, 70_000), "/course/view.php?id=2": (66, 80_000)}

    def setUp(self):
        super().setUp()
        self.redis = Redis(f"{self.machine.folder}/{self._testMethodName}", self.machine.authority)

    def tearDown(self):
        super().tearDown()
        self.redis.stop()

    def test_pages(self):
        site = self.installed()
        where = {"MOODLE_REDIS_PORT": str(self.redis.port)}
        site.moodle("make-course.php", MAKE_COURSE, **where)
        web = site.serve(**where)
        measured = {}
        for sessions in ("signed out", "signed in"):
            browser = Browser(web)
            if sessions == "signed in":
                browser.sign_in("moodleadmin", site.environment["MOODLE_ADMIN_PASSWORD"])
            for path in self.BOUNDS:
                if (path == "/login/index.php") == (sessions == "signed out"):
                    for _ in range(3):
                        browser.get(path, 200)
                    traffic = Traffic(self.redis)
                    for _ in range(4):
                        browser.get(path, 200)
                    measured[path] = tuple(number / 4 for number in traffic.since())
        print(f"Redis, for one page: {measured}")
        for path, (commands, bytes_, connections) in measured.items():
            self.assertLessEqual(commands, self.BOUNDS[path][0], measured)
            self.assertLessEqual(bytes_, self.BOUNDS[path][1], measured)
            # One of the session, if it is in Redis, and one of the caches.
            self.assertLessEqual(connections, 2.3, measured)


MAKE_COURSE = """<?php
define('CLI_SCRIPT', true);
require getenv('MOODLE_CODE') . '/config.php';
require_once "$CFG->dirroot/course/lib.php";
\\core\\session\\manager::set_user(get_admin());
$course = create_course((object) ['fullname' => 'Algebra', 'shortname' => 'A1', 'category' => 1, 'numsections' => 12]);
$generate = fn(string $module, int $section, array $more) => add_moduleinfo((object) ($more + [
    'modulename' => $module, 'module' => $DB->get_field('modules', 'id', ['name' => $module]), 'section' => $section,
    'course' => $course->id, 'visible' => 1, 'visibleoncoursepage' => 1, 'cmidnumber' => '', 'groupmode' => 0, 'groupingid' => 0,
    'introeditor' => ['text' => str_repeat('What is it about? ', 20), 'format' => FORMAT_HTML, 'itemid' => 0],
]), $course);
require_once "$CFG->dirroot/course/modlib.php";
for ($number = 0; $number < 30; $number++) {
    $generate('label', $number % 10, ['name' => "Note $number"]);
}
echo "course $course->id\\n";
"""
