"""Commands on SIGTERM."""

import os
import signal
import threading
import time

from case import Case, needs_standin


@needs_standin
class Stopping(Case):
    def test_web_finishes_running_requests(self):
        site = self.installed()
        web = site.serve()
        answers = []
        asking = threading.Thread(target=lambda: answers.append(web.ask("/slow.php?seconds=4")))
        asking.start()
        until = time.monotonic() + 10
        while not os.path.exists(f"{site.dataroot}/slow-began") and time.monotonic() < until:
            time.sleep(0.05)
        web.signal(signal.SIGTERM)
        web.await_line("Stop requested")
        # The load balancer may still send requests.
        self.assert_answers(web, "/healthz", 200)
        time.sleep(2)
        self.assertIsNone(web.ask("/healthz"), "web still listens")
        self.assertIsNone(web.process.poll(), "web ended before the request")
        asking.join()
        self.assertEqual(answers[0][:2], (200, "finished"))
        web.end(5)
        self.assert_ends(web, 0)
        self.assertEqual(web.processes(), [])

    def test_web_does_not_wait_forever(self):
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

    def test_pending(self):
        site = self.installed()
        site.release("2026100500.00")
        task = site.start("pending", STANDIN_THINK="30")
        task.await_line("thinking")
        task.signal(signal.SIGTERM)
        task.end(5)
        self.assert_ends(task, 143, "Stop requested")
        self.assertEqual(task.processes(), [])

    def test_exec(self):
        # `exec` needs neither a site nor a database.
        site = self.site()
        task = site.start("exec", MOODLE_DATABASE_PORT="1")
        task.await_line("runs for 3600 seconds")
        task.signal(signal.SIGTERM)
        task.end(5)
        self.assert_ends(task, 0, "Stop requested")
        self.assertEqual(task.processes(), [])

    def test_exec_ends_after_its_time(self):
        site = self.site()
        task = site.start("exec", MOODLE_EXEC_SECONDS="60")
        task.await_line("runs for 60 seconds")
        (clock,) = (pid for pid, line in task.processes() if line.split() == ["sleep", "60"])
        os.kill(clock, signal.SIGKILL)
        task.end(5)
        self.assert_ends(task, 0, "MOODLE_EXEC_SECONDS have passed")
