"""Plugins that are older than the database's, or missing from the code."""

import os
import shutil

from case import Case


class Components(Case):
    """Moodle compares only core. The image compares every plugin, before anything is changed."""

    COMMANDS = ("pending", "install", "upgrade")

    def with_plugin(self):
        """Returns a site with the plugin `local_example`, and with code of its own."""
        site = self.installed()
        if site.source.real:
            site.own_code()
        site.plugin("example", "2026010100")
        self.assert_ends(site.run("upgrade"), 0)
        return site

    def assert_refused(self, site, text):
        before = site.sql("SELECT value FROM mdl_config WHERE name IN ('version', 'allversionshash') ORDER BY name;")
        for word in self.COMMANDS:
            self.assert_ends(site.run(word), 65, text)
        check = site.run("check")
        self.assert_ends(check, 65, text)
        self.assertNotIn("run `upgrade`", check.output())
        self.assertFalse(os.path.exists(f"{site.dataroot}/climaintenance.html"))
        self.assertEqual(site.sql("SELECT state FROM moodle_image;"), ["installed"])
        after = site.sql("SELECT value FROM mdl_config WHERE name IN ('version', 'allversionshash') ORDER BY name;")
        self.assertEqual(before, after)

    def test_older_plugin(self):
        site = self.with_plugin()
        site.plugin("example", "2025010100")
        self.assert_refused(site, "local_example (2026010100 in the database, 2025010100 in the code)")
        self.assert_answers(site.serve(), "/readyz", 503, "local_example (2026010100 in the database")

    def test_older_plugin_in_newer_code(self):
        site = self.with_plugin()
        site.plugin("example", "2025010100")
        site.plugin("other", "2027010100")
        self.assert_refused(site, "local_example (2026010100 in the database, 2025010100 in the code)")

    def test_older_plugin_after_an_interrupted_upgrade(self):
        """The hash is written last, so that it still is that of the older code."""
        site = self.with_plugin()
        site.sql("UPDATE mdl_config_plugins SET value = '2027010100' WHERE plugin = 'local_example' AND name = 'version';")
        self.assert_refused(site, "local_example (2027010100 in the database, 2026010100 in the code)")

    def test_missing_plugin(self):
        site = self.with_plugin()
        shutil.rmtree(f"{site.served}/local/example")
        self.assert_refused(site, "does not have: local_example (2026010100)")
        self.assert_answers(site.serve(), "/readyz", 503, "not in the code: local_example")
        for name in ("", "example", "local_example;"):
            self.assert_ends(site.run("upgrade", MOODLE_REMOVED_PLUGINS=name), 78, "MOODLE_REMOVED_PLUGINS")
        self.assert_ends(site.run("upgrade", MOODLE_REMOVED_PLUGINS="local_example"), 0)
        # Nothing is pending any more, so that nothing is refused.
        self.assert_ends(site.run("upgrade"), 0, "Nothing to do")
        self.assert_answers(site.serve(), "/readyz", 200)

    def test_plugin_that_moodle_removed(self):
        site = self.with_plugin()
        name = "mod_assignment" if site.source.real else "local_oldstandard"
        site.sql(f"INSERT INTO mdl_config_plugins (plugin, name, value) VALUES ('{name}', 'version', '2019111800');")
        site.plugin("other", "2027010100")
        self.assert_ends(site.run("upgrade"), 0)


class ComponentsOnPostgreSql(Components):
    engine = "postgresql"
