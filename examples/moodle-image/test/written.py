"""Passwords are in nothing that is written."""

from campus import Site
from case import Case


class WhatWasWritten(Case):
    """No password was in anything that any task wrote. The name has it run after all others."""

    def test_none_was_written(self):
        site = self.installed()
        self.assert_ends(site.run("check", MOODLE_DATABASE_PASSWORD="wrong-password-of-the-tests"), 69)
        Site.hidden.append("wrong-password-of-the-tests")
        written = "".join(Site.written)
        self.assertIn("Moodle is installed.", written)
        for secret in Site.hidden:
            self.assertNotIn(secret, written)

    def test_only_the_installer_knows_the_administrator_s(self):
        site = self.installed()
        web = site.serve()
        for pid, _ in web.processes():
            if pid != web.process.pid:
                with open(f"/proc/{pid}/environ") as file:
                    self.assertNotIn("MOODLE_ADMIN_PASSWORD", file.read())
