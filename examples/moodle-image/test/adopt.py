"""`adopt` moves files that AWS Backup restored into place, even if it is interrupted, and overwrites nothing."""

import os
import shutil
import signal
import tempfile

from campus import own
from case import Case, needs_root

RESTORE = "aws-backup-restore_2026-11-22T10-30-00-123Z"


@needs_root
class Adopt(Case):
    def system(self):
        """Creates a file system with a site's folder, as its access point creates it, and a restored folder."""
        site = self.site()
        root = site.make("files")
        own(site.make("files/moodledata"))
        self.restored(root)
        return site, root

    def restored(self, root, name=RESTORE):
        folder = f"{root}/{name}/moodledata"
        os.makedirs(f"{folder}/filedir/ab/cd")
        with open(f"{folder}/filedir/ab/cd/abcd", "w") as file:
            file.write("a lecture")
        for path, folders, files in os.walk(folder):
            for entry in (path, *(f"{path}/{file}" for file in files)):
                own(entry)
        return folder

    def adopt(self, site, root, start=False, **options):
        begin = site.start if start else site.run
        return begin("adopt", **{"user": 0, "MOODLE_FILES_ROOT": root, "MOODLE_FILES_PATH": "/moodledata", **options})

    def assert_adopted(self, root):
        self.assertEqual(os.listdir(root), ["moodledata"])
        with open(f"{root}/moodledata/filedir/ab/cd/abcd") as file:
            self.assertEqual(file.read(), "a lecture")
        for path, _, files in os.walk(f"{root}/moodledata"):
            for entry in (path, *(f"{path}/{file}" for file in files)):
                self.assertEqual((os.stat(entry).st_uid, os.stat(entry).st_gid), (33, 33), entry)

    def test_new_file_system(self):
        site, root = self.system()
        self.assert_ends(self.adopt(site, root), 0, "was moved to")
        self.assert_adopted(root)
        self.assert_ends(self.adopt(site, root), 0, "Nothing to do")
        self.assert_adopted(root)

    def test_install_finds_the_mark_of_a_restored_site(self):
        site, root = self.system()
        self.assert_ends(self.adopt(site, root), 0)
        self.assertTrue(os.path.isfile(f"{root}/moodledata/.moodle-image-restored"))

    def test_access_point_of_another_user(self):
        mark = "moodledata/.moodle-image-adopted"
        for user, group in ((0, 0), (1001, 1002), (4294967294, 2147483648)):
            with self.subTest(user=user, group=group):
                site, root = self.system()
                ids = {"MOODLE_FILES_UID": str(user), "MOODLE_FILES_GID": str(group)}
                self.assert_ends(self.adopt(site, root, **ids), 0, "was moved to")
                owners = {path: (status.st_uid, status.st_gid) for path in ("moodledata", mark, "moodledata/filedir")
                          for status in [os.stat(f"{root}/{path}")]}
                # The content of the folder keeps its owner.
                self.assertEqual(owners, {"moodledata": (user, group), mark: (user, group), "moodledata/filedir": (33, 33)})

    def test_before_any_task_has_run(self):
        site, root = self.system()
        os.rmdir(f"{root}/moodledata")
        self.assert_ends(self.adopt(site, root), 0)
        self.assert_adopted(root)

    def test_after_the_first_boot(self):
        site, root = self.system()
        for folder in ("cache/x", "temp", "filedir", "trashdir"):
            os.makedirs(f"{root}/moodledata/{folder}")
        for file in (".htaccess", "cache/x/core_component.php", "filedir/warning.txt", "climaintenance.html"):
            open(f"{root}/moodledata/{file}", "w").close()
        # Symbolic links out of the folder are not followed.
        os.symlink(f"{root}/{RESTORE}", f"{root}/moodledata/cache/link")
        self.assert_ends(self.adopt(site, root), 0)
        self.assert_adopted(root)

    def test_maintenance_page_in_the_backup(self):
        site, root = self.system()
        own_page = f"{root}/{RESTORE}/moodledata/climaintenance.html"
        open(own_page, "w").close()
        own(own_page)
        self.assert_ends(self.adopt(site, root), 0, "`maintenance off`")

    def test_nothing_is_overwritten(self):
        for path in ("filedir/12/34/1234", "lang/de/langconfig.php", "something"):
            with self.subTest(path=path):
                site, root = self.system()
                used = f"{root}/moodledata/{path}"
                os.makedirs(os.path.dirname(used), exist_ok=True)
                open(used, "w").close()
                self.assert_ends(self.adopt(site, root), 65, f"it has {used}")
                self.assertTrue(os.path.exists(used))
                self.assertEqual(os.listdir(f"{root}/{RESTORE}/moodledata"), ["filedir"])

    def test_second_restore_over_an_adopted_site(self):
        site, root = self.system()
        self.assert_ends(self.adopt(site, root), 0)
        self.restored(root)
        self.assert_ends(self.adopt(site, root), 65, "in use")

    def test_no_restore_and_several_restores(self):
        site, root = self.system()
        self.restored(root, "aws-backup-restore_2026-11-23T10-30-00-123Z")
        self.assert_ends(self.adopt(site, root), 65, "Several restored folders")
        self.assert_ends(self.adopt(site, root, MOODLE_FILES_PATH="/another"), 65, "Restore the backup")
        for folder in os.listdir(root):
            if folder != "moodledata":
                shutil.rmtree(f"{root}/{folder}")
        self.assert_ends(self.adopt(site, root), 65, "Restore the backup")

    def test_killed_between_any_two_steps(self):
        aside = "moodledata.moodle-image-aside"

        def put_aside(root):
            os.makedirs(f"{root}/moodledata/cache/x")
            os.rename(f"{root}/moodledata", f"{root}/{aside}")

        def put_aside_and_booted(root):
            put_aside(root)
            own_folder = f"{root}/moodledata"
            os.mkdir(own_folder)
            own(own_folder)

        def marked(root):
            with open(f"{root}/{RESTORE}/moodledata/.moodle-image-adopted", "w") as file:
                file.write(RESTORE)

        def moved(root):
            marked(root)
            own(f"{root}/{RESTORE}/moodledata/.moodle-image-adopted")
            put_aside(root)
            os.rename(f"{root}/{RESTORE}/moodledata", f"{root}/moodledata")

        for stop in (marked, put_aside, put_aside_and_booted, moved):
            with self.subTest(stop=stop.__name__):
                site, root = self.system()
                stop(root)
                self.assert_ends(self.adopt(site, root), 0)
                self.assert_adopted(root)

    def test_stop_signal(self):
        site = self.site()
        # In memory: checking so many folders takes a while, but creating them does not.
        root = tempfile.mkdtemp(dir="/dev/shm")
        self.addCleanup(shutil.rmtree, root)
        self.restored(root)
        for number in range(20000):
            os.makedirs(f"{root}/moodledata/filedir/{number}")
        task = self.adopt(site, root, start=True)
        task.await_line("Checking whether")
        task.signal(signal.SIGTERM)
        task.end(5)
        self.assert_ends(task, 143, "Stop requested")
        self.assert_ends(self.adopt(site, root), 0)
        self.assert_adopted(root)

    def test_user_without_permission(self):
        site, root = self.system()
        self.assert_ends(self.adopt(site, root, user=33), 69, "run the task as user 0")

    def test_invalid_environment(self):
        site, root = self.system()
        for path in ("moodledata", "/", "/../moodledata", "/moodledata/..", "/moodle*", ""):
            with self.subTest(path=path):
                self.assert_ends(self.adopt(site, root, MOODLE_FILES_PATH=path), 78, "MOODLE_FILES_PATH")
        self.assert_ends(self.adopt(site, root, MOODLE_FILES_ROOT=None), 78, "MOODLE_FILES_ROOT")
        for name in ("MOODLE_FILES_UID", "MOODLE_FILES_GID"):
            for number in ("", "-1", "www-data", "4294967296", "99999999999999999999"):
                with self.subTest(name=name, number=number):
                    self.assert_ends(self.adopt(site, root, **{name: number}), 78, name)
        self.assert_ends(self.adopt(site, root, MOODLE_FILES_ROOT="/nowhere"), 69, "Mount the root")
