"""Passwords are in no output and no file, and in no process after its task has ended."""

import os
import time

from campus import Site
from case import Case, needs_root, needs_standin


class WhatWasWritten(Case):
    """No password is in the output of any task. Runs after all other tests."""

    def test_no_password_in_the_output(self):
        site = self.installed()
        self.assert_ends(site.run("check", MOODLE_DATABASE_PASSWORD="wrong-password-of-the-tests"), 69)
        Site.hidden.append("wrong-password-of-the-tests")
        written = "".join(Site.written)
        self.assertIn("Moodle is installed.", written)
        for secret in Site.hidden:
            self.assertNotIn(secret, written)

    @needs_root
    @needs_standin
    def test_no_password_in_a_file(self):
        """Checks everything that a task can write to, after every command was run."""
        site = self.site()
        self.assert_ends(site.run("install", read_only=True), 0)
        web = site.serve(read_only=True)
        self.assert_answers(web, "/", 200)
        self.assert_answers(web, "/readyz", 200)
        site.change_password("another-password-of-the-tests")
        self.assert_answers(site.serve(read_only=True), "/", 200)
        site.release("2026100500.00")
        for word in (["maintenance", "on"], "pending", "upgrade", ["maintenance", "off"], "cron", "check"):
            site.run(word, read_only=True)
        self.assert_is_complete(site)
        # Shows that the search works: it finds the cache configuration of the tasks.
        self.assertGreater(len(site.files_with("mdl_mucz_")), 1)
        for secret in Site.hidden:
            self.assertEqual(site.files_with(secret), [])

    def test_no_process_keeps_a_password(self):
        site = self.installed()
        password = site.environment["MOODLE_DATABASE_PASSWORD"].encode()
        web = site.serve()
        self.assertTrue(self.processes_with(password))
        web.kill()
        # The kernel ends the child processes a moment later.
        until = time.monotonic() + 10
        while self.processes_with(password) and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(self.processes_with(password), [])

    def processes_with(self, text):
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            for part in ("environ", "cmdline"):
                try:
                    with open(f"/proc/{pid}/{part}", "rb") as file:
                        if text in file.read():
                            found.append((pid, part))
                except OSError:
                    continue
        return found

    def test_only_the_installer_has_the_administrator_password(self):
        site = self.installed()
        web = site.serve()
        for pid, _ in web.processes():
            if pid != web.process.pid:
                with open(f"/proc/{pid}/environ") as file:
                    self.assertNotIn("MOODLE_ADMIN_PASSWORD", file.read())
