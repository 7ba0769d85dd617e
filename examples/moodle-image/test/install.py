"""`install`: killed, stopped, run twice, and refused on a database in use."""

import os
import shutil
import signal
import time

from campus import own
from case import Case, needs_standin, own_file


@needs_standin
class Install(Case):
    """An installation that is interrupted at any moment is completed by the next, and no data is lost."""

    STEPS = range(1, 8)

    def test_killed_at_any_step(self):
        for step in self.STEPS:
            with self.subTest(step=step):
                site = self.site()
                site.sql("CREATE TABLE unrelated (n INTEGER); INSERT INTO unrelated VALUES (1);")
                task = site.start("install", STANDIN_PAUSE="0.4")
                task.await_line(f"step {step}\n")
                # Only the first process, as the kernel may do: Moodle's process must not continue without the lock.
                os.kill(task.process.pid, signal.SIGKILL)
                task.process.wait()
                time.sleep(0.1)
                self.assertEqual(task.processes(), [])
                self.assertEqual(site.sql("SELECT state FROM moodle_image;"), ["installing"])
                self.assert_ends(site.run("cron"), 75, "not installed")
                self.assert_ends(site.run("upgrade"), 65)

                again = site.run("install")
                self.assert_ends(again, 0, "Dropping its tables")
                self.assert_is_complete(site)
                self.assertEqual(site.sql("SELECT COUNT(*) FROM unrelated;"), ["1"])

    def test_process_of_moodle_is_killed(self):
        site = self.site()
        task = site.start("install", STANDIN_PAUSE="0.5")
        task.await_line("step 3\n")
        for pid, line in task.processes():
            if "install-moodle.php" in line:
                os.kill(pid, signal.SIGKILL)
        task.end()
        self.assert_ends(task, 70, "ended with 137")
        self.assert_ends(site.run("install"), 0)
        self.assert_is_complete(site)

    def test_installer_of_moodle_fails(self):
        site = self.site()
        self.assert_ends(site.run("install", STANDIN_DIE_AT="4"), 70, "The next run starts over")
        self.assert_ends(site.run("install"), 0)
        self.assert_is_complete(site)

    def test_stop_signal(self):
        site = self.site()
        task = site.start("install", STANDIN_PAUSE="1")
        task.await_line("step 2\n")
        task.signal(signal.SIGTERM)
        task.end(5)
        self.assert_ends(task, 143, "The next run starts over")
        self.assert_ends(site.run("install"), 0)
        self.assert_is_complete(site)

    def test_lost_lock(self):
        """A failover closes the connection that holds the lock, and must therefore end the installer."""
        site = self.site()
        task = site.start("install", STANDIN_PAUSE="4")
        task.await_line("step 1\n")
        site.end_lock()
        task.end(20)
        self.assert_ends(task, 69, "connection to the database is lost")
        self.assertEqual(task.processes(), [])
        self.assert_ends(site.run("install"), 0)

    def test_concurrent_installations(self):
        site = self.site()
        first = site.start("install", STANDIN_PAUSE="0.5")
        first.await_line("step 1\n")
        impatient = site.start("install", MOODLE_LOCK_WAIT="1")
        second = site.start("install")
        upgrade = site.start("upgrade")
        for waiting in (second, upgrade):
            waiting.await_line("Waiting for it")
        self.assert_ends_later(impatient, 75, "later")
        self.assert_ends_later(first, 0, "Moodle is installed.")
        self.assert_ends_later(second, 0, "installed already")
        self.assert_ends_later(upgrade, 0, "Nothing to do")
        self.assertNotIn("step", second.output())
        self.assert_is_complete(site)

    def assert_ends_later(self, task, code, text):
        task.end()
        self.assert_ends(task, code, text)

    def test_password_is_on_no_command_line(self):
        site = self.site()
        task = site.start("install", STANDIN_PAUSE="0.5")
        task.await_line("step 2\n")
        lines = "".join(line for _, line in task.processes())
        self.assertIn("install-moodle.php", lines)
        self.assertNotIn(site.environment["MOODLE_ADMIN_PASSWORD"], lines)
        self.assertNotIn(site.environment["MOODLE_DATABASE_PASSWORD"], lines)

    def test_used_site_is_not_dropped(self):
        traces = {
            "signed in": "UPDATE mdl_user SET currentlogin = 1767225600 WHERE username = 'guest';",
            "users": "INSERT INTO mdl_user (username) VALUES ('anna');",
            "courses": "INSERT INTO mdl_course VALUES (2, 'Algebra');",
        }
        for trace, sql in traces.items():
            with self.subTest(trace=trace):
                site = self.site()
                self.assert_ends(site.run("install", STANDIN_DIE_AT="5"), 70)
                site.sql("INSERT INTO mdl_user (username) VALUES ('moodleadmin2');" if trace == "users" else sql)
                if trace == "users":
                    site.sql(sql)
                before = site.tables()
                self.assert_ends(site.run("install"), 65, trace)
                self.assertEqual(site.tables(), before)

    def test_unknown_tables_are_not_dropped(self):
        site = self.site()
        site.sql("CREATE TABLE mdl_config (name VARCHAR(100), value VARCHAR(100));"
                 "INSERT INTO mdl_config VALUES ('version', '2024100700');")
        self.assert_ends(site.run("install"), 65, "Nothing is dropped")
        self.assertEqual(site.tables(), ["mdl_config"])

    def test_site_of_another_image(self):
        site = self.installed()
        site.sql("DROP TABLE moodle_image;")
        self.assert_ends(site.run("check"), 0, "its schema matches the code")
        self.assert_ends(site.run("install"), 0, "installed already")
        self.assert_is_complete(site)

    def test_files_of_an_earlier_site(self):
        site = self.site()
        own(site.make("data/filedir"))
        own_file(f"{site.dataroot}/filedir/00")
        self.assert_ends(site.run("install"), 0, "holds files of an earlier site")

    def test_database_without_its_files(self):
        for record in ("SELECT 1;", "DROP TABLE moodle_image;", "UPDATE moodle_image SET state = 'upgrading';"):
            with self.subTest(record=record):
                site = self.installed()
                site.sql(record)
                before = site.tables()
                filedir, away = f"{site.dataroot}/filedir", f"{site.dataroot}/away"
                shutil.move(filedir, away)
                self.assert_ends(site.run("install"), 65, "restored without its files")
                # Files that Moodle creates itself do not belong to the site.
                own(site.make("data/filedir"))
                own(site.make("data/filedir/ab"))
                own_file(f"{filedir}/warning.txt")
                self.assert_ends(site.run("install"), 65, "restored without its files")
                self.assertEqual(site.tables(), before)
                # The files are restored.
                shutil.rmtree(filedir)
                shutil.move(away, filedir)
                self.assert_ends(site.run("install"), 10 if "upgrading" in record else 0, "installed already")

    def test_site_without_files(self):
        site = self.installed()
        site.sql("DELETE FROM mdl_files WHERE filesize > 0;")
        shutil.rmtree(f"{site.dataroot}/filedir")
        self.assert_ends(site.run("install"), 0, "installed already")


class InstallOnPostgreSql(Install):
    engine = "postgresql"
