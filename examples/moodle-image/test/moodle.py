"""What only Moodle's real code shows."""

import re
import urllib.parse

from campus import SOURCE
from case import Case, needs_moodle


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
