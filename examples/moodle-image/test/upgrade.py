"""`pending` and `upgrade`: to a newer image, to an older one, interrupted and failing."""

import json
import os
import re
import shutil
import signal
import time

from case import Case, needs_standin, own_file


def seconds_to_wait(task):
    """Returns the wait in seconds that an upgrade reports, if any."""
    found = re.search(r"Waiting (\d+) seconds", task.output())
    return int(found.group(1)) if found else None


@needs_standin
class Upgrade(Case):
    """Upgrades in maintenance mode, which Moodle requires if the schema changes."""

    NEWER, OLDER = "2026100500.00", "2025041400.00"

    def test_newer_image(self):
        site = self.installed()
        site.release(self.NEWER)
        web = site.serve()
        # It serves no page, but stays alive.
        self.assert_answers(web, "/healthz", 200)
        self.assert_answers(web, "/readyz", 503, "older than the code")
        self.assert_answers(web, "/", 503, "being upgraded")
        self.assert_answers(web, "/course/7/view", 503, "being upgraded")
        self.assertEqual(site.sql("SELECT value FROM mdl_config WHERE name = 'version';"), ["2026042000.00"])
        self.assert_ends(site.run("cron"), 75, "older than the code")
        self.assert_ends(site.run("install"), 10, "Run `upgrade`")
        self.assert_ends(site.run("pending"), 11, "needs maintenance mode")
        self.assertEqual(site.sql("SELECT state FROM moodle_image;"), ["installed"])

        task = site.start("upgrade", STANDIN_PAUSE="5")
        task.await_line("maintenance page: true")
        self.assert_answers(web, "/readyz", 503, "maintenance")
        self.assert_answers(web, "/", 503, "being upgraded")
        self.assert_answers(web, "/healthz", 200)
        self.assert_ends(site.run("cron"), 75, "maintenance")
        self.assert_ends(site.run(["maintenance", "on"]), 3, "belongs to an upgrade")
        self.assert_ends(site.run(["maintenance", "off"]), 65, "half upgraded")
        task.end()
        self.assert_ends(task, 0)
        self.assert_answers(web, "/readyz", 200)
        self.assert_is_complete(site)
        self.assert_ends(site.run("upgrade"), 0, "Nothing to do")
        self.assert_ends(site.run("pending"), 0)

    def test_waits_until_every_task_shows_the_page(self):
        site = self.installed()
        site.release(self.NEWER)
        task = site.start("upgrade", MOODLE_CLOSE_WAIT=None)
        # A minute for NFS, and the 20 seconds of the longest request.
        task.await_line("Waiting ")
        self.assertIn(seconds_to_wait(task), range(70, 81))
        self.assert_answers(site.serve(), "/", 503, "being upgraded")
        task.signal(signal.SIGTERM)
        task.end(5)
        self.assert_ends(task, 143)
        # Nothing was upgraded, so maintenance mode can be ended.
        self.assertEqual(site.sql("SELECT state FROM moodle_image;"), ["installed"])
        self.assert_ends(site.run(["maintenance", "off"]), 0)
        self.assert_ends(site.run(["maintenance", "on"]), 0)
        page = f"{site.dataroot}/climaintenance.html"
        os.utime(page, (time.time() - 74, time.time() - 74))
        upgrade = site.run("upgrade", MOODLE_CLOSE_WAIT=None)
        self.assert_ends(upgrade, 0)
        # The rest of the time, less the start of the task.
        self.assertIn(seconds_to_wait(upgrade), range(1, 7))

    def test_new_plugin(self):
        site = self.installed()
        site.plugin("example")
        self.assert_answers(site.serve(), "/readyz", 503, "plugins' code")
        self.assert_ends(site.run("pending"), 11, "plugins' code")
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(site.serve(), "/readyz", 200)

    def test_older_image(self):
        site = self.installed()
        site.release(self.OLDER)
        for word in ("pending", "upgrade", "install"):
            self.assert_ends(site.run(word), 65, "Moodle cannot be downgraded")
        self.assert_answers(site.serve(), "/readyz", 503, "newer than the code")
        self.assertFalse(os.path.exists(f"{site.dataroot}/climaintenance.html"))

    def test_old_code_on_the_new_schema(self):
        site = self.installed()
        old = site.serve()
        self.assert_answers(old, "/", 200)
        newer = f"{site.folder}/newer"
        shutil.copytree(site.code, newer)
        with open(f"{newer}/public/lib/db/upgrade.php", "w") as file:
            file.write("<?php // A change of the schema.")
        with open(f"{newer}/public/version.php", "a") as file:
            file.write("$version = 2026100500.00;\n")
        self.assert_answers(site.serve(MOODLE_CODE=newer), "/", 503, "being upgraded")
        self.assert_answers(old, "/", 200)
        # By hand, without `maintenance hold`, so that nothing else keeps people from the old task.
        self.assert_ends(site.run("upgrade", MOODLE_CODE=newer), 0)
        self.assert_answers(site.serve(MOODLE_CODE=newer), "/", 200)
        self.assert_answers(old, "/", 503, "being upgraded")

    def test_refused_by_moodle(self):
        """Moodle's own upgrade would refuse, but only behind the maintenance page."""
        site = self.installed()
        site.release(self.NEWER)
        for changes, text in (({"STANDIN_ENVIRONMENT": "PHP"}, "PHP must be newer"), ({"STANDIN_UNFIT": "mod_odd"}, "mod_odd")):
            for word in ("pending", "upgrade", "check"):
                task = site.run(word, **changes)
                self.assert_ends(task, 65, "Moodle would refuse this upgrade")
                self.assertIn(text, task.output())
                self.assertNotIn("run `upgrade`", task.output())
            self.assertFalse(os.path.exists(f"{site.dataroot}/climaintenance.html"))
            self.assertEqual(site.sql("SELECT state FROM moodle_image;"), ["installed"])
        self.assert_ends(site.run("check"), 0, "run `upgrade`")

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
        self.assert_ends(site.run("install"), 10, "interrupted")
        self.assert_ends(site.run("pending"), 11, "older than the code")
        # Moodle itself would wait for the end of the killed upgrade.
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(site.serve(), "/readyz", 200)

    def test_killed_after_moodle_recorded_the_hash(self):
        site = self.installed()
        site.release(self.NEWER)
        self.assert_ends(site.run("upgrade", STANDIN_DIE_AT="defaults"), 70, "ended with 137")
        self.assert_answers(site.serve(), "/readyz", 503, "maintenance")
        self.assert_ends(site.run("pending"), 11, "interrupted")
        self.assert_ends(site.run("upgrade"), 0, "default settings applied")
        self.assert_answers(site.serve(), "/readyz", 200)
        self.assert_is_complete(site)

    def test_stop_signal(self):
        site = self.installed()
        site.release(self.NEWER)
        task = site.start("upgrade", STANDIN_PAUSE="2")
        task.await_line("maintenance page: true")
        task.signal(signal.SIGTERM)
        task.await_line("Finishing first")
        task.end()
        self.assert_ends(task, 0)
        self.assert_is_complete(site)

    def test_failure(self):
        site = self.installed()
        site.release(self.NEWER)
        self.assert_ends(site.run("upgrade", STANDIN_DIE_AT="upgrade"), 70, "The maintenance page stays")
        self.assert_answers(site.serve(), "/", 503, "being upgraded")
        self.assert_ends(site.run(["maintenance", "off"]), 65, "half upgraded")
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(site.serve(), "/", 200)

    def test_moodle_cannot_report_what_it_requires(self):
        site = self.installed()
        site.release(self.NEWER, schema=False)
        self.assert_ends(site.run("pending", STANDIN_DIE_AT="question"), 11)
        task = site.run("upgrade", STANDIN_DIE_AT="question")
        self.assert_ends(task, 0, "maintenance page: true")

    def test_maintenance_mode_of_an_admin_is_kept(self):
        site = self.installed()
        site.release(self.NEWER)
        with open(own_file(f"{site.dataroot}/climaintenance.html"), "w") as file:
            file.write("back on Monday")
        # Even if the first run fails.
        self.assert_ends(site.run("upgrade", STANDIN_DIE_AT="upgrade"), 70)
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(site.serve(), "/", 503, "back on Monday")


@needs_standin
class LiveUpgrade(Case):
    """Upgrades without maintenance mode, if Moodle does not require it."""

    def newer(self):
        site = self.installed()
        site.release(Upgrade.NEWER, schema=False)
        return site

    def release_shown(self, web):
        return json.loads(self.assert_answers(web, "/", 200)[1])["release"]

    def test_site_is_in_use_meanwhile(self):
        site = self.newer()
        shutil.copytree(site.code, f"{site.folder}/newer/code")
        site.release("2026042000.00", schema=False)
        newer = {"MOODLE_CODE": f"{site.folder}/newer/code"}
        with open(f"{newer['MOODLE_CODE']}/public/version.php", "a") as file:
            file.write("$release = '5.2.9 (stand-in)';")
        web = site.serve()
        self.assertEqual(self.release_shown(web), "5.2 (stand-in)")
        self.assert_ends(site.run("pending", **newer), 10, "needs no maintenance mode")
        task = site.start("upgrade", STANDIN_PAUSE="2", **newer)
        task.await_line("maintenance page: false")
        self.assert_answers(web, "/", 200)
        task.end()
        self.assert_ends(task, 0, "while the site is used")
        # The cache of the old task is purged.
        self.assertEqual(self.release_shown(web), "5.2.9 (stand-in)")
        self.assertEqual(site.sql("SELECT name FROM mdl_config WHERE name IN ('upgraderunning', 'outagelessupgrade');"), [])
        self.assert_answers(site.serve(**newer), "/readyz", 200)

    def test_each_task_has_its_own_plugin_list(self):
        site = self.installed()
        before = site.serve()
        old = self.assert_answers(before, "/", 200)[1]
        old_code = site.served
        shutil.copytree(site.code, f"{site.folder}/newer/code")
        site.code = f"{site.folder}/newer/code"
        site.plugin("example")
        # With a schema of its own, the new task would serve no page before the upgrade.
        shutil.rmtree(f"{site.served}/local/example/db")
        after = site.serve(MOODLE_CODE=f"{site.folder}/newer/code")
        for _ in range(2):
            self.assertEqual(json.loads(self.assert_answers(after, "/", 200)[1])["plugins"], ["local/example"])
            self.assertEqual(json.loads(self.assert_answers(before, "/", 200)[1])["plugins"], [])
        self.assertIn('"plugins":[]', old)
        self.assertFalse(os.path.exists(f"{old_code}/local"))

    def test_maintenance_page_stays_up(self):
        site = self.newer()
        self.assert_ends(site.run(["maintenance", "on"]), 0)
        self.assert_ends(site.run("upgrade"), 0, "maintenance page: true")
        self.assert_answers(site.serve(), "/", 503, "in maintenance")

    def test_interrupted(self):
        site = self.newer()
        for step in ("upgrade", "defaults", "purge"):
            with self.subTest(step=step):
                self.assert_ends(site.run("upgrade", STANDIN_DIE_AT=step), 70, "Run `upgrade` again")
                self.assertFalse(os.path.exists(f"{site.dataroot}/climaintenance.html"))
                self.assert_ends(site.run("pending"), 10)
                self.assert_ends(site.run("install"), 10)
        self.assert_ends(site.run("upgrade"), 0, "default settings applied")
        self.assert_is_complete(site)
        self.assert_ends(site.run("pending"), 0)
