"""A site under test: the environment of its tasks, as in the task definition, and the tasks."""

import http.client
import itertools
import os
import re
import secrets
import shutil
import signal
import subprocess
import threading
import time
import urllib.parse

from services import ROOT, as_user, free_port, quietly

IMAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STANDIN = os.path.join(IMAGE, "test", "standin")
# Debian's www-data, as in the image.
USER = 33
# Runs a command with a read-only file system, except for moodledata, the task's own folder, and an empty /tmp. The image is
# mounted at a second path, since it may be below /tmp.
READ_ONLY = [
    "unshare", "--mount", "sh", "-euc",
    'mount --bind "$1" "$2"; mount --bind "$3" "$3"; mount --bind "$4" "$4"; mount --bind "$5" /tmp;'
    'mount -o remount,ro,bind /; shift 5; exec setpriv "$@"',
    "sh",
]

# Mounts a folder over another for a command: the code of every image has the same path.
OTHER_CODE = ["unshare", "--mount", "sh", "-euc", 'mount --bind "$1" "$2"; shift 2; exec "$@"', "sh"]


def defaults():
    """Returns the environment of the Dockerfile."""
    with open(f"{IMAGE}/Dockerfile") as file:
        text = file.read()
    block = re.search(r"^ENV ((?:.*\\\n)*.*)$", text, re.MULTILINE).group(1)
    return dict(pair.split("=", 1) for pair in block.replace("\\\n", " ").split())


class Code:
    """Moodle's code: the stand-in, or a tree of real code, which `MOODLE_SRC` names."""

    def __init__(self, folder):
        self.folder, self.real = folder, folder != STANDIN
        # Since 5.1, the files for the web server are in public/.
        self.layout = "public" if os.path.isdir(f"{folder}/public") else "root"
        with open(f"{folder}/public/version.php" if self.layout == "public" else f"{folder}/version.php") as file:
            text = file.read()
        self.branch = re.search(r"^\$release\s*=\s*'(\d+\.\d+)", text, re.MULTILINE).group(1)
        self.version = re.search(r"^\$version\s*=\s*([\d.]+)", text, re.MULTILINE).group(1)

    def name(self):
        """Identifies the code among the kept sites, by its whole version."""
        return f"moodle-{self.version}"

    def copy(self, target):
        """Copies the code, with the image's config.php, as the Dockerfile does. Plugins that are not part of Moodle stay behind:
        some cannot be installed together with Moodle."""
        shutil.copytree(self.folder, target, symlinks=True, ignore=shutil.ignore_patterns(".git", "node_modules"))
        subprocess.run(["chmod", "--recursive", "u+w", target], check=True)
        if self.real:
            for folder in quietly("php", f"{IMAGE}/test/plugins.php", target).splitlines():
                shutil.rmtree(folder, ignore_errors=True)
        shutil.copy(f"{IMAGE}/config.php", target)
        return target


SOURCE = Code(os.path.realpath(os.environ.get("MOODLE_SRC") or STANDIN))
# How often a real Moodle may take longer than the stand-in: an installation creates about 500 tables.
PATIENCE = 40 if SOURCE.real else 1


def own(path):
    if ROOT:
        shutil.chown(path, USER, USER)
    return path


def shared(source, folder):
    """Returns the copy of real code in a folder that all sites share. Its path must not change as long as installed sites are
    kept, since Moodle's hash of its schema contains it."""
    with Site.lock:
        target = f"{folder}/{source.name()}"
        if not os.path.isdir(target):
            os.rename(source.copy(f"{target}.new"), target)
        shutil.copy(f"{IMAGE}/config.php", target)
        return target


class Site:
    # Tests run in parallel.
    numbers = itertools.count(1)
    # The output of all tasks of all sites, and the secrets that must not be in it.
    written = []
    hidden = []
    lock = threading.RLock()

    def __init__(self, folder, database, redis, kept, layout=None, source=SOURCE):
        number = next(Site.numbers)
        self.folder, self.database, self.tasks = f"{folder}/site-{number}", database, []
        os.mkdir(self.folder)
        self.source, self.layout = source, layout or source.layout
        if source.real:
            # Nothing writes to the code, so that all sites can share one copy of it.
            self.code = shared(source, kept)
        else:
            self.own_code()
        self.dataroot = own(self.make("data"))
        self.name = f"moodle{number}"
        password, administrator = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        Site.hidden += [password, administrator]
        database.new_database(self.name, f"user{number}", password)
        self.environment = {
            **defaults(),
            "PATH": os.environ["PATH"],
            "PHP_INI_SCAN_DIR": f":{IMAGE}/php",
            "MOODLE_CA_FILE": database.authority.ca,
            "MOODLE_DATABASE_WAIT": "0",
            "MOODLE_DRAIN_DELAY": "1",
            "MOODLE_CLOSE_WAIT": "0",
            # The rest is what the task definition sets.
            "MOODLE_URL": "https://learn.example.edu",
            "MOODLE_VERSION": source.branch,
            "MOODLE_SITE_NAME": "Example Campus",
            "MOODLE_ADMIN_USER": "moodleadmin",
            "MOODLE_ADMIN_EMAIL": "admin@example.edu",
            "MOODLE_ADMIN_PASSWORD": administrator,
            "MOODLE_CODE": self.code,
            "MOODLE_DATAROOT": self.dataroot,
            "MOODLE_HEALTH_PATH": "/healthz",
            "MOODLE_MAX_EXECUTION_TIME": "20",
            "MOODLE_TRUSTED_PROXIES": "127.0.0.0/8",
            "MOODLE_DATABASE_TYPE": database.driver,
            "MOODLE_DATABASE_HOST": "127.0.0.1",
            "MOODLE_DATABASE_PORT": str(database.port),
            "MOODLE_DATABASE_NAME": self.name,
            "MOODLE_DATABASE_USER": f"user{number}",
            "MOODLE_DATABASE_PASSWORD": password,
            "MOODLE_DATABASE_TLS": "verify-full",
            "MOODLE_REDIS_HOST": "127.0.0.1",
            "MOODLE_REDIS_PORT": str(redis.port),
            "MOODLE_REDIS_TLS": "true",
            "MOODLE_REDIS_CLUSTER": "false",
        }

    def own_code(self, source=None, name="code"):
        """Gives the site a copy of the code that a test can change, and returns its folder."""
        source = source or self.source
        self.code = source.copy(f"{self.folder}/{name}")
        if self.layout != source.layout:
            os.remove(f"{self.code}/public/config.php")
            shutil.copytree(f"{self.code}/public", self.code, dirs_exist_ok=True)
            shutil.rmtree(f"{self.code}/public")
        if hasattr(self, "environment"):
            self.environment["MOODLE_CODE"] = self.code
        return self.code

    @property
    def served(self):
        """The folder of the code that the web server serves."""
        return f"{self.code}/public" if os.path.isdir(f"{self.code}/public") else self.code

    def make(self, name):
        path = f"{self.folder}/{name}"
        os.mkdir(path)
        return path

    def start(self, word, read_only=False, user=USER, code=None, **changes):
        """Starts a task, optionally with other code at the same path. A change to None removes a variable."""
        task = Task(self, word, changes, read_only, user, code)
        self.tasks.append(task)
        return task

    def run(self, word, **options):
        """Runs a task to its end."""
        task = self.start(word, **options)
        task.end()
        return task

    def serve(self, **options):
        """Starts `web`, and waits until it is alive."""
        task = self.start("web", **options)
        until = time.monotonic() + 20 + PATIENCE
        while task.ask("/healthz") is None:
            if task.process.poll() is not None or time.monotonic() > until:
                raise AssertionError("web does not start:\n" + task.output())
            time.sleep(0.1)
        task.processes()
        return task

    def moodle(self, name, text, **changes):
        """Runs a script with Moodle, as a shell of ECS Exec could, and returns its output."""
        path = f"{self.folder}/{name}"
        with open(path, "w") as file:
            file.write(text)
        task = self.start(["-", path], **changes)
        if task.end(20) != 0:
            raise AssertionError(f"{name} ended with {task.code}:\n{task.output()}")
        return task.output()

    def sql(self, text):
        return self.database.sql(text, self.name, self.environment["MOODLE_DATABASE_USER"])

    def tables(self):
        return self.sql("SELECT table_name FROM information_schema.tables "
                        f"WHERE table_schema IN ('public', '{self.name}') ORDER BY table_name;")

    def end_lock(self):
        """Closes the connection that holds the site's lock, as a failover does."""
        self.database.end_lock(self.name)

    def release(self, version, schema=True):
        """Changes the version of the code, as another image would."""
        if schema:
            with open(f"{self.served}/lib/db/upgrade.php", "w") as file:
                file.write(f"<?php // Steps to {version}.\n")
        path = f"{self.served}/version.php"
        with open(path) as file:
            text = file.read()
        with open(path, "w") as file:
            file.write(re.sub(r"\$version = [\d.]+", f"$version = {version}", text))

    def plugin(self, name, version="2026010100"):
        """Adds a plugin to the code, or changes its version."""
        os.makedirs(f"{self.served}/local/{name}/db", exist_ok=True)
        text = f"<?php $plugin->version = {version}; $plugin->component = 'local_{name}'; $plugin->requires = 2022112800;"
        files = {"version.php": text, "db/access.php": f"<?php $capabilities = []; // {version}"}
        files[f"lang/en/local_{name}.php"] = f"<?php $string['pluginname'] = '{name}';"
        os.makedirs(f"{self.served}/local/{name}/lang/en", exist_ok=True)
        for file, text in files.items():
            with open(f"{self.served}/local/{name}/{file}", "w") as out:
                out.write(text)

    def change_password(self, password):
        """Rotates the database's password, as Secrets Manager does. Later tasks get the new one."""
        Site.hidden.append(password)
        self.database.change_password(self.environment["MOODLE_DATABASE_USER"], password)
        self.environment["MOODLE_DATABASE_PASSWORD"] = password

    def files_with(self, text):
        """Lists the files outside of the code that contain a text."""
        found = subprocess.run(["grep", "--recursive", "--files-with-matches", "--text", "--fixed-strings", "--exclude-dir=code",
                                "--regexp", text, self.folder], capture_output=True, text=True)
        return found.stdout.split()

    def keep(self, folder):
        """Saves the database, moodledata and the administrator's password of an installed site."""
        os.makedirs(f"{folder}.new", mode=0o700)
        self.database.save(self.name, f"{folder}.new/database.sql")
        # The caches are those of the task that installed it.
        shutil.copytree(self.dataroot, f"{folder}.new/data", ignore=shutil.ignore_patterns("cache", "temp", "localcache"))
        with open(f"{folder}.new/password", "w") as file:
            file.write(self.environment["MOODLE_ADMIN_PASSWORD"])
        os.rename(f"{folder}.new", folder)

    def restore(self, folder):
        """Fills the empty site with one that was kept."""
        self.database.load(self.name, self.environment["MOODLE_DATABASE_USER"], f"{folder}/database.sql")
        shutil.copytree(f"{folder}/data", self.dataroot, dirs_exist_ok=True)
        for path, folders, files in os.walk(self.dataroot):
            for name in (*folders, *files):
                own(f"{path}/{name}")
        # Sites share a Redis, in which their keys have this name.
        self.sql(f"UPDATE mdl_config SET value = '{secrets.token_hex(16)}' WHERE name = 'siteidentifier';")
        with open(f"{folder}/password") as file:
            self.environment["MOODLE_ADMIN_PASSWORD"] = file.read()
        Site.hidden.append(self.environment["MOODLE_ADMIN_PASSWORD"])

    def stop(self):
        for task in self.tasks:
            task.kill()


class Task:
    def __init__(self, site, word, changes, read_only, user, code):
        # Each task has its own disk.
        local, temporary = (own(site.make(f"{name}-{len(site.tasks)}")) for name in ("local", "tmp"))
        self.port = int(changes.get("MOODLE_PORT") or free_port())
        environment = {**site.environment, "MOODLE_LOCALCACHE": local, "MOODLE_PORT": str(self.port), **changes}
        environment = {name: value for name, value in environment.items() if value is not None}
        words = [word] if isinstance(word, str) else list(word)
        command = [f"{IMAGE}/bin/moodle-image", *words]
        if words[:1] == ["-"]:
            # A script of PHP, in the environment of a shell of ECS Exec.
            environment |= {"MOODLE_IMAGE": IMAGE, "PGSSLROOTCERT": environment["MOODLE_CA_FILE"]}
            command = ["php", *words[1:]]
        if read_only:
            image = site.make(f"image-{len(site.tasks)}")
            environment["PHP_INI_SCAN_DIR"] = f":{image}/php"
            command = [*READ_ONLY, IMAGE, image, site.dataroot, local, temporary, *as_user(user)[1:],
                       f"{image}/bin/moodle-image", *words]
        elif ROOT:
            command = [*as_user(user), *command]
        if code:
            command = [*OTHER_CODE, code, site.code, *command]
        self.process = subprocess.Popen(command, env=environment, cwd="/", text=True, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        self.sessions = {self.process.pid}
        self.lines = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            Site.written.append(line)

    def output(self):
        return "".join(self.lines)

    def await_line(self, text, seconds=20):
        until = time.monotonic() + seconds * PATIENCE
        while text not in self.output():
            if time.monotonic() > until:
                raise AssertionError(f"No {text!r} in:\n{self.output()}")
            time.sleep(0.02)

    def signal(self, number):
        self.process.send_signal(number)

    def end(self, seconds=40):
        self.code = self.process.wait(seconds * PATIENCE)
        self.reader.join(5)
        return self.code

    def kill(self):
        """Kills all processes of a task, as the end of the first process does in a container."""
        for pid, _ in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.reader.join(5)
        self.process.stdout.close()

    def processes(self):
        """Returns the command lines of all processes of the task, and of those of which an earlier call has seen a parent."""
        found, parents = [], {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat") as file:
                    parent, _, session = map(int, file.read().rsplit(")", 1)[1].split()[1:4])
                with open(f"/proc/{pid}/cmdline") as file:
                    line = file.read().replace("\0", " ")
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(pid)] = parent
            found.append((int(pid), session, line))
        # PHP-FPM has a session of its own.
        for pid, session, _ in found:
            ancestor = pid
            while ancestor in parents and ancestor != self.process.pid:
                ancestor = parents[ancestor]
            if ancestor == self.process.pid:
                self.sessions.add(session)
        # A zombie process has no command line.
        return [(pid, line) for pid, session, line in found if session in self.sessions and line]

    def ask(self, path, headers=None, timeout=30, form=None):
        """Returns the status, the body and the headers, or None without an answer. With a form, sends it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            headers = {"Host": "learn.example.edu", **(headers or {})}
            body = None
            if form is not None:
                body = urllib.parse.urlencode(form)
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("GET" if form is None else "POST", path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace"), answer.headers
        except (ConnectionError, http.client.HTTPException):
            return None
        finally:
            connection.close()
