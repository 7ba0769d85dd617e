"""`upgrade`: to a newer image, to an older one, cut off and failing."""

import os
import signal
import time

from case import Case, needs_standin, own_file


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
