"""The configuration of Moodle's caches that each task makes."""

import re
import subprocess

from case import Case, needs_standin


@needs_standin
class Caches(Case):
    def configuration(self, site, **changes):
        web = site.serve(**changes)
        self.assert_answers(web, "/", 200)
        number = site.tasks.index(web)
        found = subprocess.run(["sh", "-c", f"cat {site.folder}/local-{number}/muc-*.php"], capture_output=True, text=True, check=True)
        return re.sub(r"\s+", " ", found.stdout)

    def test_definitions_are_mapped(self):
        site = self.installed()
        text = self.configuration(site)
        # A mapping without its definition would be dropped by Moodle.
        self.assertIn("'core/string' => array ( 'mode' => 1, 'simplekeys' => true, 'canuselocalstore' => true, 'component' => 'core'", text)
        self.assertIn("array ( 'definition' => 'core/string', 'store' => 'local', 'sort' => 0, )", text)
        self.assertNotIn("'definition' => 'core/coursemodinfo'", text)
        self.assertIn("'core/config' => array ( 'mode' => 1, 'component' => 'core', 'area' => 'config', )", text)
        self.assertIn("'compressor' => 1", text)

    def mark(self, text):
        return re.search(r"'selectedsharingoption' => 10, 'userinputsharingkey' => '(\w{16})', 'mode' => 1", text).group(1)

    def test_code_has_a_mark(self):
        """Two images have the same mark only if their files are equal, even if no version number differs."""
        site = self.installed()
        first = self.mark(self.configuration(site))
        self.assertEqual(self.mark(self.configuration(site)), first)
        with open(f"{site.served}/lib/added.php", "w") as file:
            file.write("<?php")
        second = self.mark(self.configuration(site))
        self.assertNotEqual(second, first)
        # The build of the image writes what the mark is made of.
        with open(f"{site.code}.mark", "w") as file:
            file.write("a hash")
        self.assertNotEqual(self.mark(self.configuration(site)), second)
