"""Moodle's own verdict on a site: its checks, its environment page and its comparison of the schema."""

import os
import re

from campus import free_port
from case import Case, needs_moodle

ENVIRONMENT = r"""<?php
define('CLI_SCRIPT', true);
require getenv('MOODLE_CODE') . '/config.php';
require_once "$CFG->libdir/environmentlib.php";
require "$CFG->dirroot/version.php";
[$fine, $results] = check_moodle_environment(normalize_version($release), ENV_SELECT_RELEASE);
foreach ($results as $result) {
    if ($result->getStatus() !== true || $result->getLevel() === 'optional' && $result->getBypassStr() !== '') {
        echo 'NOT OK: ', $result->getPart(), ' ', $result->getInfo(), ' ', $result->getLevel(), "\n";
    }
}
echo $fine ? "environment fine\n" : "environment refused\n";
"""

CHECKS = r"""<?php
define('CLI_SCRIPT', true);
require getenv('MOODLE_CODE') . '/config.php';
foreach (['status', 'security', 'performance'] as $type) {
    foreach (core\check\manager::get_checks($type) as $check) {
        $result = $check->get_result();
        echo 'CHECK ', $type, ' ', $check->get_ref(), ' ', $result->get_status(), ' ',
            str_replace("\n", ' ', html_to_text($result->get_summary(), 0, false)), "\n";
    }
}
"""


class Verdict(Case):
    """Nothing that the image could avoid is reported."""

    # What an administrator decides, or what a test cannot have, by the check's name.
    NOT_OF_THE_IMAGE = {
        "core_cookiesecure": "the test asks without TLS, since Moodle asks itself for its public paths",
        "core_riskbackup": "the manager of a new Moodle may back up users' data",
    }

    @needs_moodle
    def test_environment(self):
        site = self.installed()
        output = site.moodle("environment.php", ENVIRONMENT)
        self.assertIn("environment fine", output)
        found = re.findall("NOT OK: .*", output)
        if not os.path.isdir(f"{site.code}/vendor"):
            # The image's build installs the libraries, which a tree of Moodle's repository does not have.
            found = [line for line in found if "Composer vendor directory not found" not in line]
        self.assertEqual(found, [])

    @needs_moodle
    def test_schema(self):
        site = self.installed()
        output = site.moodle("schema.php", "<?php require getenv('MOODLE_CODE') . '/admin/cli/check_database_schema.php';")
        self.assertIn("Database structure is ok.", output)

    @needs_moodle
    def test_checks(self):
        site = self.installed()
        port = free_port()
        where = {"MOODLE_URL": f"http://127.0.0.1:{port}", "MOODLE_PORT": str(port)}
        self.assert_ends(site.run("cron", **where), 0)
        site.serve(**where)
        output = site.moodle("checks.php", CHECKS, **where)
        found = re.findall(r"^CHECK (\w+) (\S+) (warning|error|critical|unknown) (.*)", output, re.MULTILINE)
        self.assertIn("CHECK security", output)
        self.assertEqual([check for check in found if check[1] not in self.NOT_OF_THE_IMAGE], [])
