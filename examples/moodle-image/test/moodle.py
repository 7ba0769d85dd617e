"""What only Moodle's real code shows."""

import json
import os
import re
import subprocess
import urllib.parse

from campus import SOURCE
from case import Case, needs_moodle, needs_root


@needs_moodle
class RealMoodle(Case):
    """Pages of a real site."""

    def test_pages_before_and_after_signing_in(self):
        site = self.installed()
        web = site.serve()
        self.assert_answers(web, "/readyz", 200)
        browser = Browser(web)
        # A page is too long to be printed.
        self.assertTrue("Example Campus" in browser.get("/", 200))
        browser.sign_in("moodleadmin", site.environment["MOODLE_ADMIN_PASSWORD"])
        self.assertTrue("Dashboard" in browser.get("/my/", 200))
        self.assert_ends(site.run("pending"), 0, f"is at Moodle {SOURCE.branch}")


    def test_upgrade_that_moodle_refuses(self):
        site = self.installed()
        site.own_code()
        site.plugin("demanding")
        path = f"{site.served}/local/demanding/version.php"
        with open(path, "a") as file:
            file.write(" $plugin->requires = 2099010100;")
        for word in ("pending", "upgrade", "check"):
            task = site.run(word)
            self.assert_ends(task, 65, "local_demanding")
            self.assertNotIn("run `upgrade`", task.output())
        self.assertFalse(os.path.exists(f"{site.dataroot}/climaintenance.html"))
        os.remove(path)
        site.plugin("demanding")
        # The table of the new plugin is missing, so that nobody may use its code.
        web = site.serve()
        self.assert_answers(web, "/login/index.php", 503, "being upgraded")
        self.assert_ends(site.run("upgrade"), 0)
        self.assert_answers(web, "/login/index.php", 200)

    def test_copy(self):
        site = self.installed()
        old = "https://old.example.edu/campus"
        site.sql("DELETE FROM mdl_config WHERE name = 'moodleimagehome';"
                 f"INSERT INTO mdl_config (name, value) VALUES ('moodleimagehome', '{old}');"
                 f"UPDATE mdl_course SET summary = 'See_{old}/mod/page/view.php?id=1' WHERE id = 1;")
        web = site.serve()
        self.assertTrue(f"This is a copy of {old}. It sends no e-mail" in Browser(web).get("/", 200))
        self.assertIn("bool(true)", site.moodle("mail.php", MAIL))
        self.assert_ends(site.run("address"), 0, "The site still is a copy")
        self.assertEqual(site.sql("SELECT summary FROM mdl_course WHERE id = 1;"), ["See_https://learn.example.edu/mod/page/view.php?id=1"])
        self.assertTrue("This is a copy. It sends no e-mail" in Browser(web).get("/", 200))
        self.assert_ends(site.run(["mail", "on"]), 0)
        self.assertFalse("This is a copy" in Browser(web).get("/", 200))
        self.assertIn("bool(false)", site.moodle("mail.php", MAIL))

    def test_declared_settings(self):
        site = self.installed()
        settings = {"core": {"timezone": "Asia/Tokyo"}, "plugins": {"auth_ldap": {"host_url": "ldaps://ldap.example.edu"}}}
        output = site.moodle("settings.php", """<?php
            define('CLI_SCRIPT', true);
            require getenv('MOODLE_CODE') . '/config.php';
            echo core_date::get_server_timezone(), ' ', get_config('auth_ldap', 'host_url'), ' ', get_config('core', 'timezone');""",
            MOODLE_SETTINGS=json.dumps(settings))
        self.assertIn("Asia/Tokyo ldaps://ldap.example.edu Asia/Tokyo", output)


MAIL = """<?php
define('CLI_SCRIPT', true);
require getenv('MOODLE_CODE') . '/config.php';
var_dump(!empty($CFG->noemailever));
"""

ROUTE = """<?php
namespace core_course\\route\\controller;
class aaa_example {
    use \\core\\router\\route_controller;
    #[\\core\\router\\route(path: '/example')]
    public function example(
        \\Psr\\Http\\Message\\ServerRequestInterface $request,
        \\Psr\\Http\\Message\\ResponseInterface $response,
    ): \\Psr\\Http\\Message\\ResponseInterface {
        $response->getBody()->write(get_string('example', 'tool_mobile'));
        return $response;
    }
}
"""


@needs_moodle
@needs_root
class Rollout(Case):
    """Tasks with old and with new code, on one moodledata and one Redis."""

    def test_neither_answers_with_what_the_other_has_cached(self):
        site = self.installed()
        # A minor release with a new address and a new text, and the same schema.
        newer = f"{site.folder}/newer"
        subprocess.run(["cp", "--recursive", "--preserve=timestamps", site.code, newer], check=True)
        served = f"{newer}/public" if SOURCE.layout == "public" else newer
        routed = os.path.isdir(f"{served}/course/classes/route/controller")
        if routed:
            with open(f"{served}/course/classes/route/controller/aaa_example.php", "w") as file:
                file.write(ROUTE)
        with open(f"{served}/admin/tool/mobile/lang/en/tool_mobile.php", "a") as file:
            file.write("$string['example'] = 'an answer of new code';\n")
        path = f"{served}/version.php"
        with open(path) as file:
            text = file.read()
        with open(path, "w") as file:
            file.write(re.sub(r"^\$version\s*=\s*[\d.]+", f"$version = {float(SOURCE.version) + 0.01:.2f}", text, flags=re.MULTILINE))

        def ask(web):
            """The statuses of pages, of which the last one only new code has."""
            paths = ["/", "/login/index.php", "/course/index.php", "/course/1/manage", "/nowhere/at/all"]
            statuses = [web.ask(path)[0] for path in paths]
            return statuses + ([web.ask("/course/example")[0:2]] if routed else [])

        old = site.serve()
        before = ask(old)
        self.assert_ends(site.run("pending", code=newer), 10, "needs no maintenance mode")
        self.assert_ends(site.run("upgrade", code=newer), 0, "while the site is used")
        new = site.serve(code=newer)
        for _ in range(2):
            after = ask(new)
            if routed:
                self.assertEqual(after[-1], (200, "an answer of new code"))
                self.assertEqual(after[:-1], before[:-1])
            self.assertEqual([answer if isinstance(answer, int) else answer[0] for answer in ask(old)],
                             [answer if isinstance(answer, int) else answer[0] for answer in before])
        old.kill()
        self.assertEqual(ask(new), after)
        self.assertEqual(ask(site.serve(code=newer)), after)
        # Nothing of this is in moodledata.
        found = [f"{path}/{file}" for name in ("cache", "localcache", "muc")
                 for path, _, files in os.walk(f"{site.dataroot}/{name}") for file in files]
        self.assertEqual(found, [])


class Browser:
    """Keeps the cookies of one person."""

    def __init__(self, web):
        self.web, self.cookies = web, {}

    def ask(self, path, form=None):
        """Returns the status, the body and the headers. Does not follow redirections."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        answer = self.web.ask(path, headers=headers, form=form, timeout=120)
        if answer is None:
            raise AssertionError(f"{path}: no answer\n{self.web.output()}")
        for cookie in answer[2].get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def get(self, path, status=None, form=None):
        """Returns the body, after at most five redirections."""
        for _ in range(6):
            answer = self.ask(path, form)
            if answer[0] not in (301, 302, 303):
                break
            place = urllib.parse.urlsplit(answer[2]["Location"])
            path, form = (place.path or "/") + (f"?{place.query}" if place.query else ""), None
        if status is not None and answer[0] != status:
            raise AssertionError(f"{path}: {answer[0]}\n{answer[1][:2000]}\n{self.web.output()}")
        return answer[1]

    def sign_in(self, user, password):
        page = self.get("/login/index.php", 200)
        token = re.search(r'name="logintoken" value="(\w+)"', page).group(1)
        page = self.get("/login/index.php", 200, form={"username": user, "password": password, "logintoken": token})
        if "login/logout.php" not in page:
            raise AssertionError(f"{user} is not signed in:\n{self.web.output()}")
        return page
