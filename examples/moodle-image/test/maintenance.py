"""`maintenance on` and `maintenance off`."""

import os
import signal

from case import Case, needs_standin

ON, OFF = ("maintenance", "on"), ("maintenance", "off")
HOLD, RELEASE = ("maintenance", "hold"), ("maintenance", "release")


class Maintenance(Case):
    def test_on_and_off(self):
        site = self.installed()
        web = site.serve()
        self.assert_ends(site.run(OFF), 0, "Nothing to do")
        self.assert_ends(site.run(ON), 0, "The maintenance page is up")
        self.assert_answers(web, "/", 503, "in maintenance")
        self.assert_answers(web, "/readyz", 503, "maintenance")
        self.assert_answers(web, "/healthz", 200)
        self.assert_ends(site.run("cron"), 75, "maintenance")
        self.assert_ends(site.run(ON), 3, "not changed")
        # Only the complete page is in moodledata, and no temporary file.
        pages = [name for name in os.listdir(site.dataroot) if name.startswith("climaintenance")]
        self.assertEqual(pages, ["climaintenance.html"])
        self.assert_ends(site.run(OFF), 0, "is down")
        self.assert_answers(web, "/readyz", 200)

    def test_release_takes_down_only_the_page_of_hold(self):
        site = self.installed()
        page = f"{site.dataroot}/climaintenance.html"
        self.assert_ends(site.run(RELEASE), 0, "Nothing to do")
        self.assert_ends(site.run(HOLD), 0, "is up")
        self.assert_ends(site.run(HOLD), 4, "an earlier")
        self.assert_ends(site.run(ON), 3, "not changed")
        self.assert_ends(site.run(RELEASE), 0, "is down")
        self.assertFalse(os.path.exists(page))
        self.assert_ends(site.run(ON), 0)
        self.assert_ends(site.run(HOLD), 3, "not changed")
        self.assert_ends(site.run(RELEASE), 0, "another command")
        self.assertTrue(os.path.exists(page))

    def test_only_one_of_several_concurrent_commands_puts_up_the_page(self):
        site = self.installed()
        for word, late in ((ON, 3), (HOLD, 4)):
            with self.subTest(word=word):
                tasks = [site.start(word) for _ in range(4)]
                self.assertEqual(sorted(task.end() for task in tasks), [0, late, late, late])
                self.assert_ends(site.run(OFF), 0, "is down")

    @needs_standin
    def test_waits_while_another_task_has_the_lock(self):
        site = self.installed()
        site.release("2026100500.00", schema=False)
        upgrade = site.start("upgrade", STANDIN_PAUSE="3")
        upgrade.await_line("maintenance page: false")
        stopped, patient = site.start(ON), site.start(ON)
        for task in (stopped, patient):
            task.await_line("Waiting for it")
        stopped.signal(signal.SIGTERM)
        stopped.end(5)
        self.assert_ends(stopped, 143, "Stop requested")
        patient.end()
        self.assert_ends(patient, 0)
        upgrade.end()
        self.assert_ends(upgrade, 0)
        self.assert_answers(site.serve(), "/", 503, "in maintenance")
