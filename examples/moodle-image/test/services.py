"""Real databases and a real Redis for the tests, each with TLS from an authority of the tests."""

import glob
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time

ROOT = os.geteuid() == 0


def as_user(name):
    """Returns a command prefix that changes the user, since the servers refuse to run as root."""
    return ["setpriv", f"--reuid={name}", f"--regid={name}", "--clear-groups"] if ROOT else []


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def quietly(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


class Authority:
    """A certificate authority, and a server certificate for 127.0.0.1, but not for 127.0.0.2."""

    def __init__(self, folder):
        os.mkdir(folder)
        self.ca, self.key, self.certificate = (f"{folder}/{name}.pem" for name in ("ca", "key", "certificate"))
        ca_key, request, names = (f"{folder}/{name}" for name in ("ca-key", "request", "names"))
        elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        quietly("openssl", "req", "-x509", *elliptic, "-days", "2", "-subj", "/CN=Test CA", "-keyout", ca_key, "-out", self.ca)
        quietly("openssl", "req", *elliptic, "-subj", "/CN=server", "-keyout", self.key, "-out", request)
        with open(names, "w") as file:
            file.write("subjectAltName=IP:127.0.0.1\n")
        quietly("openssl", "x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", ca_key, "-days", "2",
                "-extfile", names, "-out", self.certificate)

    def key_for(self, folder, user):
        """Copies the key for a server: PostgreSQL requires that it owns the key, and that no other user can read it."""
        key = f"{folder}/key.pem"
        shutil.copy(self.key, key)
        os.chmod(key, 0o600)
        if ROOT:
            shutil.chown(key, user, user)
        return key


class Server:
    """A server in the foreground, with its own folder."""

    user = None
    stop_signal = signal.SIGKILL

    def __init__(self, folder, authority):
        os.mkdir(folder)
        if ROOT:
            shutil.chown(folder, self.user, self.user)
        self.folder, self.authority, self.port = folder, authority, free_port()
        self.key = authority.key_for(folder, self.user)
        self.log = open(f"{folder}/log", "w")
        self.prepare()
        self.process = subprocess.Popen(as_user(self.user) + self.command(), stdout=self.log, stderr=self.log)
        until = time.monotonic() + 60
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                with open(self.log.name) as log:
                    raise RuntimeError(f"{self.command()[0]} does not start:\n{log.read()}")
            time.sleep(0.1)

    def prepare(self):
        pass

    def stop(self):
        self.process.send_signal(self.stop_signal)
        self.process.wait()
        self.log.close()


class MariaDb(Server):
    user = "mysql"
    driver = "mariadb"

    def prepare(self):
        self.socket = f"{self.folder}/socket"
        quietly(*as_user(self.user), "mariadb-install-db", "--no-defaults", f"--datadir={self.folder}/data",
                "--auth-root-authentication-method=normal", "--skip-test-db")

    def command(self):
        return ["mariadbd", "--no-defaults", f"--datadir={self.folder}/data", f"--socket={self.socket}",
                f"--port={self.port}", "--bind-address=127.0.0.1,127.0.0.2", f"--pid-file={self.folder}/pid",
                f"--ssl-ca={self.authority.ca}", f"--ssl-cert={self.authority.certificate}", f"--ssl-key={self.key}",
                "--require-secure-transport=on", "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync",
                "--innodb-doublewrite=0", "--character-set-server=utf8mb4"]

    def answers(self):
        return subprocess.run(["mariadb-admin", "--no-defaults", f"--socket={self.socket}", "-uroot", "ping"],
                              capture_output=True).returncode == 0

    # The other server's tables belong to the user that created them.
    def sql(self, text, database="", user=None):
        out = quietly("mariadb", "--no-defaults", f"--socket={self.socket}", "-uroot", "-N", "-B", database, input=text)
        return out.split()

    def new_database(self, name, user, password):
        self.sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4; "
                 f"CREATE OR REPLACE USER '{user}'@'%' IDENTIFIED BY '{password}'; "
                 f"GRANT ALL ON {name}.* TO '{user}'@'%';")

    def save(self, database, path):
        with open(path, "w") as file:
            subprocess.run(["mariadb-dump", "--no-defaults", f"--socket={self.socket}", "-uroot", "--single-transaction", database],
                           stdout=file, check=True)

    def load(self, database, user, path):
        with open(path) as file:
            subprocess.run(["mariadb", "--no-defaults", f"--socket={self.socket}", "-uroot", database], stdin=file, check=True)

    def change_password(self, user, password):
        self.sql(f"ALTER USER '{user}'@'%' IDENTIFIED BY '{password}';")

    def end_lock(self, database):
        name = "moodle-image:" + hashlib.md5(database.encode()).hexdigest()
        (holder,) = self.sql(f"SELECT IS_USED_LOCK('{name}');")
        self.sql(f"KILL CONNECTION {holder};")


class PostgreSql(Server):
    user = "postgres"
    driver = "pgsql"
    # It ends all processes of the server without saving data.
    stop_signal = signal.SIGQUIT

    def prepare(self):
        self.programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        quietly(*as_user(self.user), f"{self.programs}/initdb", "-D", f"{self.folder}/data", "-U", "root", "--auth-local=trust",
                "--auth-host=scram-sha-256", "-E", "UTF8", "--no-sync", cwd="/")
        with open(f"{self.folder}/data/pg_hba.conf", "w") as file:
            file.write("local all all trust\nhostssl all all 127.0.0.0/8 scram-sha-256\n")

    def command(self):
        settings = {"port": self.port, "listen_addresses": "127.0.0.1,127.0.0.2", "unix_socket_directories": self.folder,
                    "ssl": "on", "ssl_cert_file": self.authority.certificate, "ssl_key_file": self.key, "fsync": "off"}
        flags = [f"--{name}={value}" for name, value in settings.items()]
        return [f"{self.programs}/postgres", "-D", f"{self.folder}/data", *flags]

    def answers(self):
        return subprocess.run([f"{self.programs}/pg_isready", "-h", self.folder, "-p", str(self.port)],
                              capture_output=True).returncode == 0

    def sql(self, text, database="postgres", user="root"):
        return quietly("psql", "-h", self.folder, "-p", str(self.port), "-U", user, "-X", "-A", "-t", "-q",
                       "-v", "ON_ERROR_STOP=1", database, input=text).split()

    def new_database(self, name, user, password):
        self.sql(f"DO $$ BEGIN CREATE ROLE {user} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;")
        self.sql(f"ALTER ROLE {user} PASSWORD '{password}';")
        self.sql(f"CREATE DATABASE {name} OWNER {user};")

    def save(self, database, path):
        quietly(f"{self.programs}/pg_dump", "-h", self.folder, "-p", str(self.port), "-U", "root", "--no-owner", "--no-privileges",
                "-f", path, database)

    def load(self, database, user, path):
        # The tables belong to the site's user, which did not create the schema.
        quietly("psql", "-h", self.folder, "-p", str(self.port), "-U", user, "-X", "-q", "-f", path, database)

    def change_password(self, user, password):
        self.sql(f"ALTER ROLE {user} PASSWORD '{password}';")

    def end_lock(self, database):
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory';")


class Redis(Server):
    """A Redis that accepts only TLS."""

    user = "redis"

    def command(self):
        return ["redis-server", "--port", "0", "--tls-port", str(self.port), "--bind", "127.0.0.1", "127.0.0.2", "--save", "",
                "--tls-cert-file", self.authority.certificate, "--tls-key-file", self.key,
                "--tls-ca-cert-file", self.authority.ca, "--tls-auth-clients", "no", "--dir", self.folder]

    def ask(self, *words):
        return quietly("redis-cli", "-h", "127.0.0.1", "-p", str(self.port), "--tls", "--cacert", self.authority.ca, *words).split()

    def answers(self):
        try:
            return self.ask("PING") == ["PONG"]
        except RuntimeError:
            return False


class RedisCluster(Redis):
    """A cluster of one node, which has all slots."""

    def command(self):
        # By default, the port of the cluster's bus is the other port and 10000, which may be too high.
        bus = ["--cluster-port", str(free_port())]
        return super().command() + ["--cluster-enabled", "yes", "--tls-cluster", "yes", "--cluster-announce-ip", "127.0.0.1", *bus]

    def answers(self):
        if not super().answers():
            return False
        if "cluster_slots_assigned:0" in self.ask("CLUSTER", "INFO"):
            self.ask("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
        return "cluster_state:ok" in self.ask("CLUSTER", "INFO")
