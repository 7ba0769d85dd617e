"""Measures the image against Debian's Apache with PHP inside, files for sessions and caches, and a database without TLS.

Both have the same code, the same rows and the same servers. They are measured in turns, so that other work on the machine slows
both down."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from campus import SOURCE, USER, Site, Task, own
from case import Case, Machine
from moodle import Browser
from services import ROOT, as_user, free_port, quietly

CONFIG = """<?php
unset($CFG); global $CFG; $CFG = new stdClass();
$CFG->dbtype = 'mariadb'; $CFG->dblibrary = 'native'; $CFG->dbhost = 'localhost'; $CFG->dbname = '%(name)s';
$CFG->dbuser = '%(user)s'; $CFG->dbpass = '%(password)s'; $CFG->prefix = 'mdl_';
$CFG->dboptions = ['dbsocket' => '%(socket)s', 'dbcollation' => 'utf8mb4_unicode_ci'];
$CFG->wwwroot = 'https://learn.example.edu'; $CFG->sslproxy = true; $CFG->routerconfigured = true;
$CFG->dataroot = '%(dataroot)s'; $CFG->directorypermissions = 02777; $CFG->admin = 'admin';
$CFG->session_handler_class = '\\core\\session\\file';
require_once __DIR__ . '%(setup)s';
"""
# Debian's own configuration of the modules that libapache2-mod-php enables, and its own keep-alive.
APACHE = """ServerRoot /etc/apache2
ServerName localhost
Listen 127.0.0.1:%(port)s
PidFile %(folder)s/apache2.pid
DefaultRuntimeDir %(folder)s
User www-data
Group www-data
Timeout 300
KeepAlive On
MaxKeepAliveRequests 100
KeepAliveTimeout 5
%(modules)s
ErrorLog %(folder)s/error.log
LogFormat "%%h %%l %%u %%t \\"%%r\\" %%>s %%O \\"%%{Referer}i\\" \\"%%{User-Agent}i\\"" combined
CustomLog %(folder)s/access.log combined
<Directory />
    Options FollowSymLinks
    AllowOverride None
    Require all denied
</Directory>
DocumentRoot %(served)s
<Directory %(served)s>
    Require all granted
    DirectoryIndex index.php index.html
    FallbackResource /r.php
</Directory>
"""
MODULES = ("mpm_prefork", "alias", "authz_core", "deflate", "dir", "env", "filter", "mime", "php8.2", "reqtimeout", "setenvif")


class Debian(Task):
    """Apache as Debian configures it."""

    def __init__(self, site):
        self.site, self.port, self.lines, self.sessions = site, free_port(), [], set()
        folder = site.make("debian")
        code = SOURCE.copy(f"{folder}/code")
        dataroot = shutil.copytree(site.dataroot, f"{folder}/data", ignore=shutil.ignore_patterns("cache", "localcache", "muc", "temp"))
        environment = site.environment
        with open(f"{code}/config.php", "w") as file:
            file.write(CONFIG % {
                "name": environment["MOODLE_DATABASE_NAME"], "user": environment["MOODLE_DATABASE_USER"],
                "password": environment["MOODLE_DATABASE_PASSWORD"], "socket": site.database.socket, "dataroot": dataroot,
                "setup": "/public/lib/setup.php" if SOURCE.layout == "public" else "/lib/setup.php"})
        for path, folders, files in os.walk(dataroot):
            for name in (".", *files):
                own(f"{path}/{name}")
        modules = []
        for name in MODULES:
            for ending in ("load", "conf"):
                if os.path.exists(f"/etc/apache2/mods-available/{name}.{ending}"):
                    modules.append(f"Include mods-available/{name}.{ending}")
        with open(f"{folder}/apache2.conf", "w") as file:
            file.write(APACHE % {"port": self.port, "folder": folder, "modules": "\n".join(modules),
                                 "served": f"{code}/public" if SOURCE.layout == "public" else code})
        self.process = subprocess.Popen(["apache2", "-f", f"{folder}/apache2.conf", "-D", "FOREGROUND"], start_new_session=True)
        self.sessions.add(self.process.pid)
        until = time.monotonic() + 20
        while self.ask("/nothing.txt") is None:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"Apache does not start: see {folder}/error.log")
            time.sleep(0.1)

    def kill(self):
        for pid, _ in self.processes():
            os.kill(pid, 9)
        self.process.wait()


def load(port, path, cookies, seconds, folder):
    """Asks for a page from as many clients as there are cookies, and returns requests per second and the times in ms."""
    runs = []
    for number, cookie in enumerate(cookies):
        command = ["ab", "-q", "-t", str(seconds), "-n", "100000", "-c", "1", "-s", "60", "-g", f"{folder}/{number}.tsv",
                   "-H", "Host: learn.example.edu"]
        command += ["-H", f"Cookie: {cookie}"] if cookie else []
        runs.append(subprocess.Popen([*command, f"http://127.0.0.1:{port}{path}"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
    times, refused = [], 0
    for number, run in enumerate(runs):
        report = run.communicate()[0]
        for line in report.splitlines():
            if line.startswith("Non-2xx"):
                refused += int(line.split()[-1])
        if os.path.exists(f"{folder}/{number}.tsv"):
            with open(f"{folder}/{number}.tsv") as file:
                times += [int(line.split("\t")[4]) for line in file.readlines()[1:]]
            os.remove(f"{folder}/{number}.tsv")
    if refused or not times:
        raise RuntimeError(f"{path}: {refused} refused, {len(times)} answers\n{report}")
    return len(times) / seconds, times


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def counters(machine):
    """Returns the commands, the connections and the bytes of Redis, and the connections of the database, so far."""
    lines = dict(line.split(":", 1) for line in machine.redis.ask("INFO", "stats") if ":" in line)
    connections = machine.mariadb.sql("SHOW GLOBAL STATUS LIKE 'Connections';")
    return [int(lines["total_commands_processed"]), int(lines["total_connections_received"]),
            int(lines["total_net_output_bytes"]) / 1024, int(connections[1])]


def costs(machine, ask, count=20):
    """Returns what one request costs in Redis and in connections. The counting itself costs one connection of each."""
    before = counters(machine)
    for _ in range(count):
        ask()
    after = counters(machine)
    commands, redis, kib, database = ((b - a - own) / count for a, b, own in zip(before, after, (2, 1, 0, 1)))
    return f"{commands:.0f} commands, {kib:.0f} KiB and {redis:.1f} connections of Redis, {database:.1f} of the database"


def computing(machine, side):
    """Returns the time that processors have spent so far, in ms, by program."""
    groups = {"Redis": [machine.redis.process.pid], "MariaDB": [machine.mariadb.process.pid], "Apache": [], "PHP-FPM": []}
    for pid, line in side.processes():
        if line.startswith(("apache2", "/usr/sbin/apache2", "php-fpm")):
            groups["PHP-FPM" if line.startswith("php-fpm") else "Apache"].append(pid)
    spent = {}
    for name, pids in groups.items():
        for pid in pids:
            with open(f"/proc/{pid}/stat") as file:
                parts = file.read().rsplit(")", 1)[1].split()
            # The children's part is that of processes that have ended.
            spent[name] = spent.get(name, 0) + sum(map(int, parts[11:15])) * 1000 / os.sysconf("SC_CLK_TCK")
    return spent


def content(site):
    """Creates a course with files by Moodle's own generator, and returns the paths of its page and of a file."""
    tool = f"{os.path.dirname(site.served) if site.layout == 'public' else site.code}"
    served = site.served
    environment = {**site.environment, "MOODLE_LOCALCACHE": own(site.make("generator")), "MOODLE_IMAGE": os.path.dirname(os.path.dirname(os.path.abspath(__file__)))}
    if not site.sql("SELECT id FROM mdl_course WHERE shortname = 'benchmark';"):
        quietly(*as_user(USER), "php", f"{served}/admin/tool/generator/cli/maketestcourse.php", "--shortname=benchmark", "--size=XS",
                "--bypasscheck", env=environment, cwd=tool)
    (course,) = site.sql("SELECT id FROM mdl_course WHERE shortname = 'benchmark';")
    found = site.sql("SELECT contextid, filename FROM mdl_files WHERE component = 'mod_resource' AND filearea = 'content' AND filesize > 0"
                     " ORDER BY filesize DESC LIMIT 1;")
    return f"/course/view.php?id={course}", f"/pluginfile.php/{found[0]}/mod_resource/content/0/{found[1]}"


def measure(machine, options):
    Case.machine = machine
    case = Case()
    case.setUp()
    site = case.installed()
    course, file = content(site)
    password = site.environment["MOODLE_ADMIN_PASSWORD"]
    site.sql("UPDATE mdl_config SET value = '0' WHERE name = 'limitconcurrentlogins';")
    # As in the image, the authority is one of many.
    bundle = f"{site.folder}/bundle.pem"
    with open(bundle, "w") as out:
        for part in (machine.authority.ca, "/etc/ssl/certs/ca-certificates.crt"):
            with open(part) as text:
                out.write(text.read())
    began = time.monotonic()
    web = site.serve(MOODLE_CA_FILE=bundle, MOODLE_MAX_EXECUTION_TIME="60", MOODLE_SESSIONS=options.sessions, **dict(pair.split("=") for pair in options.set))
    web.ask("/login/index.php", timeout=120)
    print(f"A new task answers its first page after {time.monotonic() - began:.1f} s.")
    debian = Debian(site)
    sides = {"image": web, "Debian": debian}
    pages = {"login": "/login/index.php", "dashboard": "/my/", "course": course, "file": file}
    most = max(options.concurrency)
    cookies = {}
    for name, side in sides.items():
        cookies[name] = []
        for _ in range(most):
            browser = Browser(side)
            browser.sign_in("moodleadmin", password)
            cookies[name].append("; ".join(f"{key}={value}" for key, value in browser.cookies.items()))
        for path in pages.values():
            for cookie in cookies[name][:4]:
                side.ask(path, headers={"Cookie": cookie}, timeout=120) if path != file else None
    where = ["Computing for one answer:"]
    with tempfile.TemporaryDirectory() as folder:
        print("| page | clients | image/s | Debian/s | ratio | image 95 % | Debian 95 % |\n|---|---|---|---|---|---|---|", flush=True)
        for page, path in pages.items():
            if options.pages and page not in options.pages:
                continue
            for clients in options.concurrency:
                rates, times, spent = ({name: [] for name in sides} for _ in range(3))
                for turn in range(options.turns + 1):
                    for name, side in sides.items():
                        own_cookies = [None] * clients if page == "login" else cookies[name][:clients]
                        # The first turn fills the processes.
                        before = computing(machine, side)
                        rate, took = load(side.port, path, own_cookies, options.seconds if turn else 2, folder)
                        if turn:
                            after = computing(machine, side)
                            spent[name].append({key: (after[key] - before.get(key, 0)) / len(took) for key in after})
                            rates[name].append(rate)
                            times[name] += took
                image, other = (statistics.mean(rates[name]) for name in sides)
                print(f"| {page} | {clients} | {image:.1f} | {other:.1f} | {image / other:.2f} | {percentile(times['image'], 0.95)} ms"
                      f" | {percentile(times['Debian'], 0.95)} ms |", flush=True)
                where.append(f"{page}, {clients} clients: " + "; ".join(name + " " + ", ".join(
                    f"{statistics.mean(one[key] for one in spent[name]):.1f} ms in {key}" for key in spent[name][0]) for name in sides))
    print("\n".join(where))
    for page, path in pages.items():
        cookie = {"Cookie": cookies["image"][0]} if page != "login" else {}
        if page != "file":
            print(f"{page}: " + costs(machine, lambda: web.ask(path, headers=cookie)))
    sizes = []
    for pid, line in web.processes():
        if line.startswith("php-fpm: pool moodle"):
            with open(f"/proc/{pid}/status") as text:
                row = {key: int(value.split()[0]) / 1024 for key, _, value in (line.partition(":") for line in text) if value.endswith("kB\n")}
            # The peak, without OPcache and the program, which all processes share.
            sizes.append(row["VmHWM"] - row["RssShmem"] - row["RssFile"])
    print(f"{len(sizes)} PHP processes had {statistics.mean(sizes):.0f} MiB of their own each at their peak, the largest {max(sizes):.0f} MiB.")
    debian.kill()
    case.tearDown()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--concurrency", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=int, default=5, help="the length of a turn")
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--pages", nargs="*", help="login, dashboard, course, file")
    parser.add_argument("--sessions", default="database", choices=["database", "redis"])
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="variables of the task")
    if not (ROOT and SOURCE.real):
        sys.exit("The benchmark needs root, and real code in MOODLE_SRC.")
    arguments = parser.parse_args()
    with Machine() as shared:
        measure(shared, arguments)
