"""The web server: what it answers while it is busy, what it logs, and what it sends without PHP."""

import itertools
import os
import signal
import socket
import threading
import time

from campus import IMAGE, PATIENCE, own
from case import Case
from services import quietly

# A page of Moodle that keeps its session, and one whose session is over.
SLOW = "<?php require 'config.php'; file_put_contents(\"$CFG->dataroot/began-\" . uniqid(), '1'); sleep((int) $_GET['seconds']); echo 'finished';"
FREE = "<?php define('NO_MOODLE_COOKIES', true); require 'config.php'; echo 'free'; sleep((int) ($_GET['seconds'] ?? 0));"
COOKIE = {"Cookie": "MoodleSession=0123456789abcdefghijklmnop"}


class Pages(Case):
    """Tests that add pages to the code."""

    def site_with(self, **pages):
        site = self.installed()
        if site.source.real:
            # All sites share one copy of real code.
            site.own_code()
        for name, text in pages.items():
            with open(f"{site.served}/{name}.php", "w") as file:
                file.write(text)
        return site

    def in_background(self, web, path, count=1, **options):
        """Asks some times at once, and returns the threads and the list of their answers."""
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(web.ask(path, timeout=90, **options))) for _ in range(count)]
        for thread in threads:
            thread.start()
        return threads, answers

    def await_began(self, site, count=1):
        until = time.monotonic() + 30
        while len([name for name in os.listdir(site.dataroot) if name.startswith("began-")]) < count:
            self.assertLess(time.monotonic(), until, "the pages did not begin")
            time.sleep(0.05)

    def assert_quick(self, web, path, status=200, text="", seconds=4 + PATIENCE / 5, **options):
        began = time.monotonic()
        answer = self.assert_answers(web, path, status, text, **options)
        self.assertLess(time.monotonic() - began, seconds, path)
        return answer

    def signed(self, web, path="/"):
        """Returns the cookie of a new session."""
        headers = self.assert_answers(web, path, 200)[2]
        return {"Cookie": headers["Set-Cookie"].split(";")[0]}


class Busy(Pages):
    """What is answered while processes are busy."""

    def test_health_while_all_workers_are_busy(self):
        site = self.site_with(slow=SLOW)
        web = site.serve(MOODLE_WORKERS="2", MOODLE_MAX_EXECUTION_TIME="60")
        self.assert_answers(web, "/robots.txt", 200)
        threads, _ = self.in_background(web, "/slow.php?seconds=15", count=12)
        self.await_began(site, 2)
        for path in ("/healthz", "/readyz", "/robots.txt"):
            self.assert_quick(web, path)
        for thread in threads:
            self.assertTrue(thread.is_alive(), "a page ended before the health checks did")
        web.await_line('"/robots.txt"')
        # Successful checks are not in the access log, and pages of the same beginning do not exist.
        self.assertNotIn("/healthz", web.output())
        self.assertNotIn('"/readyz" 200', web.output())
        self.assert_answers(web, "/healthz/more", 404)

    def test_more_requests_than_a_process_of_apache_has_threads(self):
        site = self.site_with(slow=SLOW)
        web = site.serve(MOODLE_WORKERS="2", MOODLE_MAX_EXECUTION_TIME="60")
        self.in_background(web, "/slow.php?seconds=10", count=200)
        self.await_began(site, 2)
        for _ in range(5):
            self.assert_quick(web, "/healthz")

    def test_one_session_does_not_take_all_workers(self):
        site = self.site_with(slow=SLOW)
        web = site.serve(MOODLE_WORKERS="4", MOODLE_MAX_EXECUTION_TIME="60")
        cookie = self.signed(web)
        threads, answers = self.in_background(web, "/slow.php?seconds=8", count=12, headers=cookie)
        self.await_began(site)
        self.assert_quick(web, "/")
        self.assert_quick(web, "/", headers=COOKIE)
        for thread in threads:
            thread.join()
        refused = [answer for answer in answers if answer[0] == 429]
        self.assertTrue(refused and len(refused) < 12, [answer[0] for answer in answers])
        for _, text, headers in refused:
            self.assertEqual(headers["Retry-After"], "5")
            self.assertIn('http-equiv="refresh"', text)
        # The person is served again, and scripts without a session always were.
        self.assert_quick(web, "/", headers=cookie)

    def test_scripts_without_a_session_are_not_limited(self):
        site = self.site_with(free=FREE)
        web = site.serve(MOODLE_WORKERS="8")
        threads, answers = self.in_background(web, "/free.php?seconds=1", count=12, headers=COOKIE)
        for thread in threads:
            thread.join()
        self.assertEqual([answer[0] for answer in answers], [200] * 12)

    def test_turn_ends_with_a_killed_process(self):
        site = self.site_with(slow=SLOW)
        web = site.serve(MOODLE_WORKERS="4", MOODLE_MAX_EXECUTION_TIME="60", MOODLE_SESSIONS="database")
        cookie = self.signed(web)
        self.in_background(web, "/slow.php?seconds=60", count=2, headers=cookie)
        self.await_began(site)
        for pid, line in web.processes():
            if line.startswith("php-fpm: pool moodle"):
                os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 20
        while (web.ask("/", headers=cookie) or [0])[0] != 200:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.2)


class Locks(Pages):
    """A task that dies under a request locks nobody out."""

    def killed_under_a_request(self, sessions):
        site = self.site_with(slow=SLOW)
        where = {"MOODLE_SESSIONS": sessions, "MOODLE_MAX_EXECUTION_TIME": "20"}
        one, other = site.serve(**where), site.serve(**where)
        cookie = self.signed(one)
        self.assert_answers(one, "/", 200, headers=cookie)
        self.in_background(one, "/slow.php?seconds=60", headers=cookie)
        self.await_began(site)
        # The session is locked indeed.
        began = time.monotonic()
        waiting, answers = self.in_background(other, "/", headers=cookie)
        time.sleep(1)
        self.assertEqual(answers, [], "the session has no lock")
        one.kill()
        waiting[0].join()
        self.assertEqual(answers[0][0], 200, answers[0][1] + other.output())
        return time.monotonic() - began

    def test_redis(self):
        self.assertLess(self.killed_under_a_request("redis"), 20)

    def test_database(self):
        # The lock ends with the connection.
        self.assertLess(self.killed_under_a_request("database"), 10)


class LocksOnPostgreSql(Locks):
    engine = "postgresql"


class Log(Pages):
    """What fails is in the log with its trace, and not on the page."""

    TRACE = {"X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793"}
    FAILURES = {
        "warns": "<?php require 'config.php'; echo $undefined_of_the_tests; echo 'shown';",
        # Moodle shows the message of other exceptions, and of its own only a general one.
        "throws": "<?php require 'config.php'; throw class_exists('moodle_exception') ? new moodle_exception('error', 'error', '', null,"
                  " 'thrown-by-the-tests') : new Exception('thrown-by-the-tests');",
        "exhausts": "<?php require 'config.php'; ini_set('memory_limit', '48M'); $all = ''; while (true) { $all .= str_repeat('exhausted', 100000); }",
        "notices": "<?php require 'config.php'; trigger_error('noticed-' . $_GET['number'], E_USER_NOTICE); echo 'shown';",
    }

    def assert_logged(self, web, page, text, *statuses):
        answer = web.ask(f"/{page}.php?token=in-a-query", headers=self.TRACE)
        self.assertIn(answer[0], statuses)
        web.await_line(text)
        (line,) = (line for line in web.lines if text in line)
        self.assertIn(self.TRACE["X-Amzn-Trace-Id"], line)
        self.assertNotIn(text, answer[1])
        self.assertNotIn("config.php", answer[1])
        self.assertNotIn("in-a-query", web.output())

    def test_pages(self):
        site = self.site_with(**self.FAILURES)
        web = site.serve()
        self.assert_logged(web, "warns", "undefined_of_the_tests", 200)
        # Moodle's page for exceptions has 404.
        self.assert_logged(web, "throws", "thrown-by-the-tests", 404, 500, 503)
        self.assert_logged(web, "exhausts", "Allowed memory size", 500)

    def test_commands(self):
        site = self.site_with()
        script = f"{site.code}/admin/cli/exhausts.php"
        with open(script, "w") as file:
            file.write("<?php define('CLI_SCRIPT', true); require __DIR__ . '/../../config.php';"
                       "ini_set('memory_limit', '48M'); $all = ''; while (true) { $all .= str_repeat('exhausted', 100000); }")
        os.rename(script, f"{site.code}/admin/cli/cron.php")
        task = site.run("cron")
        self.assertEqual(task.code, 255)
        self.assertIn("Allowed memory size", task.output())

    def test_refused_redis(self):
        site = self.installed()
        web = site.serve(MOODLE_REDIS_HOST="127.0.0.2", MOODLE_SESSIONS="redis")
        answer = web.ask("/", headers=self.TRACE)
        self.assertGreaterEqual(answer[0], 400)
        web.await_line("Redis")
        self.assertTrue([line for line in web.lines if "edis" in line and self.TRACE["X-Amzn-Trace-Id"] in line], web.output())

    def test_debug_on_and_off(self):
        site = self.site_with(**self.FAILURES)
        web = site.serve()

        numbers = itertools.count(1)

        def noticed():
            number = next(numbers)
            self.assert_answers(web, f"/notices.php?number=n{number}", 200, "shown")
            # An error that is always logged, and later.
            self.assert_answers(web, f"/warns.php?number={number}", 200, "shown")
            web.await_line("undefined_of_the_tests")
            found = f"noticed-n{number}" in web.output()
            web.lines.clear()
            return found

        self.assertFalse(noticed())
        self.assert_ends(site.run(["debug", "on"], MOODLE_DEBUG_MINUTES="5"), 0, "logs all messages")
        self.assertTrue(noticed())
        self.assertNotIn("noticed", self.assert_answers(web, "/notices.php?number=shown", 200)[1])
        # An hour later.
        os.utime(f"{site.dataroot}/.moodle-image-debug", (1, 1))
        self.assertFalse(noticed())
        self.assert_ends(site.run(["debug", "on"]), 0)
        self.assert_ends(site.run(["debug", "off"]), 0)
        self.assertFalse(noticed())
        self.assert_ends(site.run(["debug", "off"]), 0)
        self.assert_ends(site.run(["debug", "on"], MOODLE_DEBUG_MINUTES="0"), 78, "MOODLE_DEBUG_MINUTES")
        web = site.serve(MOODLE_DEBUG="all")
        self.assertTrue(noticed())


class Without(Pages):
    """What is sent without PHP, and what PHP gets from Apache."""

    PAGES = {
        "send": "<?php define('NO_MOODLE_COOKIES', true); require 'config.php'; header('Content-Type: video/mp4');"
                "header('X-Sendfile: ' . ($_GET['file'] ?? \"$CFG->dataroot/filedir/large\"));",
        "echo": "<?php define('NO_MOODLE_COOKIES', true); require 'config.php'; echo json_encode([$_SERVER['PATH_INFO'] ?? '',"
                "$_SERVER['HTTP_AUTHORIZATION'] ?? '', $_SERVER['HTTPS'] ?? '', $_SERVER['SCRIPT_NAME'], $_SERVER['QUERY_STRING']]);",
    }

    def test_large_files_hold_no_worker(self):
        site = self.site_with(**self.PAGES)
        os.makedirs(f"{site.dataroot}/filedir", exist_ok=True)
        with open(f"{site.dataroot}/filedir/large", "wb") as file:
            file.truncate(200 * 2**20)
        own(f"{site.dataroot}/filedir")
        own(f"{site.dataroot}/filedir/large")
        web = site.serve(MOODLE_WORKERS="1")
        readers = []
        for _ in range(4):
            reader = socket.create_connection(("127.0.0.1", web.port))
            self.addCleanup(reader.close)
            reader.sendall(b"GET /send.php HTTP/1.1\r\nHost: learn.example.edu\r\n\r\n")
            begin = reader.recv(300)
            self.assertIn(b" 200 OK", begin)
            self.assertIn(b"Content-Length: 209715200", begin)
            readers.append(reader)
        self.assert_quick(web, "/echo.php")
        status, text, headers = self.assert_answers(web, "/send.php", 206, headers={"Range": "bytes=10-19"})
        self.assertEqual((len(text), headers["Content-Range"]), (10, "bytes 10-19/209715200"))
        self.assertNotIn("X-Sendfile", headers)
        # Only files of Moodle.
        self.assert_answers(web, "/send.php?file=/etc/passwd", 404)

    def test_what_php_gets(self):
        site = self.site_with(**self.PAGES)
        web = site.serve()
        bearer = {"Authorization": "Bearer one"}
        text = self.assert_answers(web, "/echo.php/5/a%20b/%C3%A9%2B.php?x=%2F&y", 200, headers=bearer)[1]
        self.assertIn(r'["\/5\/a b\/\u00e9+.php","Bearer one"', text)
        self.assertIn(r'"\/echo.php","x=%2F&y"]', text)

    def test_static_files(self):
        site = self.site_with()
        with open(f"{site.served}/picture.svg", "w") as file:
            file.write("<svg/>")
        os.makedirs(f"{site.served}/lib/library", exist_ok=True)
        names = ("readme_moodle.txt", "README.md", "UPGRADING-CURRENT.md", "CHANGES.txt", "thirdpartylibs.xml", "composer.lock", ".env")
        for name in names:
            with open(f"{site.served}/lib/library/{name}", "w") as file:
                file.write("not for browsers")
        web = site.serve()
        self.assertEqual(self.assert_answers(web, "/picture.svg", 200)[2]["Cache-Control"], "public, max-age=86400")
        self.assertNotIn("86400", self.assert_answers(web, "/", 200)[2]["Cache-Control"] or "")
        for name in names:
            self.assert_answers(web, f"/lib/library/{name}", 404)
        self.assert_answers(web, "/lib/", 404)

    def test_own_robots_txt(self):
        site = self.site_with()
        with open(f"{site.served}/robots.txt", "w") as file:
            file.write("of our own")
        self.assert_answers(site.serve(), "/robots.txt", 200, "of our own")

    def test_memory_of_the_task(self):
        folder = self.site().make("groups")
        os.mkdir(f"{folder}/memory")
        for machine, two, one, memory in (
            (8, None, None, 8192), (8, "max", None, 8192), (8, str(2**31), None, 2048), (8, None, str(2**30), 1024),
            (8, None, "9223372036854771712", 8192), (1, str(2**31), None, 1024), (8, str(2**31), str(2**32), 2048),
        ):
            with self.subTest(machine=machine, two=two, one=one):
                for name, text in (("meminfo", f"MemTotal: {machine * 2**20} kB\n"), ("memory.max", two), ("memory/memory.limit_in_bytes", one)):
                    if os.path.exists(f"{folder}/{name}"):
                        os.remove(f"{folder}/{name}")
                    if text:
                        with open(f"{folder}/{name}", "w") as file:
                            file.write(text)
                self.assertEqual(quietly(f"{IMAGE}/bin/memory", folder, f"{folder}/meminfo"), f"{memory}\n")


class Authorities(Case):
    """The trusted authorities in the forms that connections read quickly."""

    def bundle(self, folder, *names):
        for number, name in enumerate(names):
            quietly("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", f"/CN={name}", "-keyout", f"{folder}/key", "-out", f"{folder}/{number}.pem")
        with open(f"{folder}/bundle", "w") as out:
            for number in range(len(names)):
                with open(f"{folder}/{number}.pem") as file:
                    out.write(file.read())
        return f"{folder}/bundle"

    def written(self, bundle, region):
        folder = f"{os.path.dirname(bundle)}/{region}"
        quietly("php", f"{IMAGE}/cli/authorities.php", folder,
                env={**os.environ, "MOODLE_CA_FILE": bundle, "AWS_REGION": region})
        with open(f"{folder}/database.pem") as file:
            return folder, file.read().count("BEGIN CERTIFICATE")

    def test_of_a_region(self):
        folder = self.site().make("authorities")
        same = "Amazon RDS eu-west-1 Root CA RSA2048 G1"
        bundle = self.bundle(folder, "Some CA", same, "Amazon RDS eu-west-1 Root CA ECC384 G1", "Amazon RDS us-east-1 Root CA RSA2048 G1",
                             "Amazon Root CA 1", "Some CA")
        written, count = self.written(bundle, "eu-west-1")
        self.assertEqual(count, 3)
        # All of them are found, also two of the same name.
        for number in range(6):
            quietly("openssl", "verify", "-no-CAfile", "-CApath", written, f"{folder}/{number}.pem")
        self.assertEqual(len([name for name in os.listdir(written) if name[-2:] in (".0", ".1")]), 6)
        # With another authority than RDS's, and in a region without any in the bundle, all are trusted.
        self.assertEqual(self.written(bundle, "eu-west-9")[1], 6)

    def test_servers_among_many_authorities(self):
        folder = self.site().make("authorities")
        bundle = self.bundle(folder, "Some CA", "Amazon RDS eu-west-1 Root CA RSA2048 G1")
        for engine in ("mariadb", "postgresql"):
            with self.subTest(engine=engine):
                self.engine = engine
                site = self.installed()
                with open(bundle) as some, open(self.machine.authority.ca) as ours, open(f"{folder}/{engine}", "w") as out:
                    out.write(some.read() + ours.read())
                web = site.serve(MOODLE_CA_FILE=out.name)
                self.assert_answers(web, "/readyz", 200)
                self.assert_answers(web, "/", 200)


class Processes(Pages):
    """Apache and PHP-FPM end together."""

    def test_either_ends(self):
        site = self.installed()
        for name in ("php-fpm: master", "apache2"):
            with self.subTest(name=name):
                web = site.serve()
                os.kill(min(pid for pid, line in web.processes() if line.startswith(name)), signal.SIGKILL)
                web.end(15)
                self.assertNotEqual(web.code, 0)
                self.assertIn("ended by itself", web.output())

    def test_requests_are_bounded(self):
        site = self.site_with(slow=SLOW)
        web = site.serve(MOODLE_WORKERS="1", MOODLE_MAX_EXECUTION_TIME="3", MOODLE_POST_MB="1", MOODLE_UPLOAD_MB="1")
        began = time.monotonic()
        self.assertIn(web.ask("/slow.php?seconds=60")[0], (503, 504))
        self.assertLess(time.monotonic() - began, 10)
        # The process is free again.
        until = time.monotonic() + 15
        while (web.ask("/", timeout=5) or [0])[0] != 200:
            self.assertLess(time.monotonic(), until)
