"""A restored or copied site: its mail, its notice and its address."""

import json

from campus import own
from case import Case, needs_standin, own_file

OLD, NEW = "https://learn.example.edu", "https://copy.example.edu"


class CopyOfASite(Case):
    def page(self, site, **changes):
        web = site.serve(**changes)
        page = json.loads(self.assert_answers(web, "/", 200)[1])
        self.assertEqual(" without mail" in self.assert_answers(web, "/course/7/view", 200, "routed")[1], not page["mail"])
        return page

    @needs_standin
    def test_site_at_another_address(self):
        site = self.installed()
        self.assertEqual(self.page(site)["mail"], True)
        copy = {"MOODLE_URL": NEW}
        page = self.page(site, **copy)
        self.assertEqual(page["mail"], False)
        self.assertIn(f"This is a copy of {OLD}. It sends no e-mail", page["notice"])
        self.assert_ends(site.run("check", **copy), 0, f"a copy of {OLD} and sends no mail until `mail on`")
        # Running the commands of a deployment changes nothing about that.
        for word in ("install", "upgrade"):
            self.assert_ends(site.run(word, **copy), 0, "until `mail on`")
        self.assertEqual(self.page(site, **copy)["mail"], False)
        self.assert_ends(site.run(["mail", "on"], **copy), 0, "sends mail")
        self.assertEqual(self.page(site, **copy)["mail"], True)
        self.assertEqual(self.page(site, **copy)["notice"], "")

    @needs_standin
    def test_address_is_replaced_in_the_content(self):
        site = self.installed()
        site.sql(f"UPDATE mdl_course SET fullname = 'See_{OLD}/mod/page/view.php' WHERE id = 1;")
        copy = {"MOODLE_URL": NEW}
        self.assert_ends(site.run("address"), 0, "Nothing to do")
        self.assert_ends(site.run("address", **copy), 0, "The address is replaced. The site still is a copy")
        self.assertEqual(site.sql("SELECT fullname FROM mdl_course WHERE id = 1;"), [f"See_{NEW}/mod/page/view.php"])
        self.assert_ends(site.run("address", **copy), 0, "Nothing to do")
        self.assertEqual(self.page(site, **copy)["mail"], False)
        self.assert_ends(site.run(["mail", "on"], **copy), 0)
        # A site that this image has not seen at its old address.
        site.sql("DELETE FROM mdl_config WHERE name = 'moodleimagehome';")
        self.assert_ends(site.run("address", MOODLE_URL=OLD), 65, "Name it")
        self.assert_ends(site.run(["address", "old.example.edu"], MOODLE_URL=OLD), 65, "Name it")
        self.assert_ends(site.run(["address", NEW], MOODLE_URL=OLD), 0, "is replaced.")
        self.assertEqual(self.page(site)["mail"], True)

    @needs_standin
    def test_restored_site_at_the_same_address(self):
        """`adopt` leaves a mark in the restored files, which `install` finds."""
        site = self.installed()
        own_file(f"{site.dataroot}/.moodle-image-restored")
        self.assert_ends(site.run("install"), 0, "It sends no mail until `mail on`")
        for word in ("install", "upgrade"):
            self.assert_ends(site.run(word), 0)
        page = self.page(site)
        self.assertEqual(page["mail"], False)
        self.assertIn("This is a copy.", page["notice"])
        self.assert_ends(site.run(["mail", "on"]), 0)
        self.assertEqual(self.page(site)["mail"], True)
        self.assert_ends(site.run(["mail", "off"]), 0)
        self.assertEqual(self.page(site)["mail"], False)

    @needs_standin
    def test_without_a_site(self):
        site = self.site()
        own(site.make("none"))
        for word in (["mail", "on"], ["mail", "off"], "address"):
            self.assert_ends(site.run(word), 65, "no complete site")


class CopyOnPostgreSql(CopyOfASite):
    engine = "postgresql"
