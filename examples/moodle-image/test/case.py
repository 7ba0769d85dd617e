"""What the tests share: the servers, and assertions about a site. Each test has its own database."""

import os
import shutil
import subprocess
import tempfile
import unittest

from campus import SOURCE, Site, own
from services import Authority, MariaDb, PostgreSql, Redis

may_mount = subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0
needs_root = unittest.skipUnless(os.geteuid() == 0 and may_mount, "mounts and owners need root")
needs_standin = unittest.skipIf(SOURCE.real, "needs the stand-in for Moodle's code")
WITHOUT_MOODLE = "needs Moodle's real code in MOODLE_SRC"
needs_moodle = unittest.skipUnless(SOURCE.real, WITHOUT_MOODLE)


class Machine:
    """The servers that all tests share."""

    def __enter__(self):
        # Not below /tmp, which some tests replace with an empty folder. A file system in memory makes real code much faster.
        self.folder = tempfile.mkdtemp(prefix="moodle-image-", dir=os.environ.get("MOODLE_TEST_FOLDER") or "/var/tmp")
        os.chmod(self.folder, 0o755)
        self.authority = Authority(f"{self.folder}/authority")
        self.stranger = Authority(f"{self.folder}/stranger")
        # Where real code and installed sites are kept, for other tests, and with MOODLE_KEEP for other runs.
        self.kept = os.environ.get("MOODLE_KEEP") or f"{self.folder}/kept"
        os.makedirs(self.kept, exist_ok=True)
        self.servers = []
        for kind in (MariaDb, PostgreSql, Redis):
            self.servers.append(kind(f"{self.folder}/{kind.__name__}", self.authority))
        self.mariadb, self.postgresql, self.redis = self.servers
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.stop()
        shutil.rmtree(self.folder)


class Case(unittest.TestCase):
    machine = None
    engine = "mariadb"

    def setUp(self):
        self.sites = []

    def tearDown(self):
        for site in self.sites:
            site.stop()

    def site(self, source=SOURCE, **options):
        site = Site(self.machine.folder, getattr(self.machine, self.engine), self.machine.redis, self.machine.kept,
                    source=source, **options)
        self.sites.append(site)
        return site

    def installed(self, fresh=False, **options):
        """Returns a site that is installed. Real code is installed once per database engine, since that takes minutes, and
        `fresh` installs it again."""
        site = self.site(**options)
        kept = f"{self.machine.kept}/{site.source.name()}-{self.engine}"
        with Site.lock:
            if site.source.real and not fresh:
                if os.path.isdir(kept):
                    site.restore(kept)
                    return site
            self.assert_ends(site.run("install"), 0, "Moodle is installed.")
            if site.source.real and not os.path.isdir(kept):
                site.keep(kept)
        return site

    def assert_ends(self, task, code, text=""):
        self.assertEqual(task.code, code, task.output())
        self.assertIn(text, task.output())

    def assert_answers(self, task, path, status, text="", **options):
        answer = task.ask(path, **options)
        self.assertIsNotNone(answer, f"{path}: no answer\n{task.output()}")
        self.assertEqual(answer[0], status, f"{path}: {answer[1]}\n{task.output()}")
        self.assertIn(text, answer[1])
        return answer

    def assert_is_complete(self, site):
        """The site has one administrator, and its schema matches the code."""
        self.assertEqual(site.sql("SELECT COUNT(*) FROM mdl_user WHERE username = 'moodleadmin';"), ["1"])
        self.assertEqual(site.sql("SELECT state FROM moodle_image;"), ["installed"])
        self.assertIn("its schema matches the code", site.run("check").output())


def own_file(path):
    open(path, "w").close()
    return own(path)
