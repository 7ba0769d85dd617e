"""Runs the life of the smallest stack and the SDK tests on a real AWS account, and cleans up. `.ci/real-aws` starts it.

A run has a name, which is in the tag `moodle-stack:stack` and the name of everything that it makes. Its folder has the journal,
the logs, what AWS answered, and the differences from what the emulators answer. With the endpoints of `.ci/emulators` in the
environment, it rehearses all of this on the emulators.
"""

import argparse
import datetime
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import leftovers
import real_aws_answers as answers
import real_aws_cost as cost
import settings
from botocore.exceptions import BotoCoreError, ClientError
from leftovers import STACK_TAG, client
from real_aws_cleaner import clean_tests

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
SDK = ["--package", "moodle-stack", "--package", "campus", "--features", "moodle-stack/aws", "--features", "campus/aws"]
# What the SDK tests answer on the emulators, and the life of the stack.
BASELINE = ROOT / ".ci/real_aws_emulators.json"
TESTS = ROOT / "runtime/tests/aws/real_account.json"
# How often a destroy is tried, since an account may be throttled or a resource in use for a while.
TRIES = 3
EMULATED = "AWS_ENDPOINT_URL" in os.environ
# CloudFront's region, which the tests of its certificates use.
EDGE = "us-east-1"
STEPS = ("publish", "deploy", "drift", "destroy", "tests")


class Interrupted(BaseException):
    """The run was asked to stop. Not an `Exception`, so that no handler of errors takes it for one."""


class Failed(Exception):
    """A step of the run failed."""


def note(text: str) -> None:
    print(text, flush=True)


class Run:
    """One run: its name, account, region, folder and answers."""

    def __init__(self, folder: Path, name: str, account: str, region: str, zones: list[str]):
        self.folder, self.name, self.account, self.region, self.zones = folder, name, account, region, zones
        self.answers: dict[str, dict] = {section: {} for section in answers.SECTIONS}
        self.program = folder / "smallest"
        self.record = folder / "run.json"
        self.step = 0

    @classmethod
    def saved(cls, folder: Path) -> "Run":
        """Reads the run that another process has started."""
        known = json.loads((folder / "run.json").read_text())
        run = cls(folder, known["name"], known["account"], known["region"], known["zones"])
        run.certificate = known.get("certificate", "")
        return run

    certificate = ""

    @property
    def image(self) -> str:
        suffix = "amazonaws.com.cn" if self.region.startswith("cn-") else "amazonaws.com"
        return f"{self.account}.dkr.ecr.{self.region}.{suffix}/{self.name}/moodle:5.2"

    @property
    def tests(self) -> str:
        """The name that the SDK tests derive those of their resources from."""
        return f"{self.name}t"

    @property
    def tests_stack(self) -> str:
        """The stack of the SDK tests' resources, as `STACK` in runtime/tests/aws/lifecycle.rs."""
        return f"{self.tests}-a"

    def save(self) -> None:
        """Writes down what exists, before it is made, so that `--clean` finds it after a crash."""
        known = {key: getattr(self, key) for key in ("name", "account", "region", "zones", "certificate")}
        self.record.write_text(json.dumps(known, indent=2) + "\n")

    def constants(self) -> dict[str, str]:
        """Returns the variables that the declaration and the tests are built with."""
        # The defaults, for which everything is built already.
        if (self.account, self.region) == ("111122223333", "ap-southeast-1"):
            return {}
        partition = "aws-cn" if self.region.startswith("cn-") else "aws"
        return {
            "REAL_AWS_ACCOUNT": self.account,
            "REAL_AWS_REGION": self.region,
            "REAL_AWS_ZONE": self.zones[0],
            "REAL_AWS_OTHER_ZONE": self.zones[1],
            # Replaced when the program runs. The compiler checks its account and region.
            "REAL_AWS_CERTIFICATE": f"arn:{partition}:acm:{self.region}:{self.account}:certificate/of-the-run",
            "REAL_AWS_IMAGE": f"{self.account}.dkr.ecr.{self.region}.amazonaws.com/smallest/moodle:5.2",
        }

    def environment(self) -> dict[str, str]:
        names = {"REAL_AWS_NAME": self.name, "REAL_AWS_CERTIFICATE": self.certificate, "REAL_AWS_IMAGE": self.image}
        return os.environ | names

    def command(self, words: str, *, fails: bool = False) -> str:
        """Runs a command of the program. Shows its progress, and writes its log to a file. Returns its output."""
        self.step += 1
        log = self.folder / f"{self.step:02}-{words.split()[0]}.log"
        note(f"\n== {words} (log: {log})")
        with log.open("w") as file:
            process = subprocess.Popen(
                [self.program, *words.split(), "--target", "aws", "--dir", str(self.folder / "journal"), "-vv"],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self.environment(),
                cwd=self.folder,
                text=True,
                # A signal that ends this script reaches the program through `stop`, so that it can finish its calls.
                start_new_session=True,
            )
            # With `--json`, the output is short, and a pipe holds 64 KiB: read both at once.
            output = drain(process, file)
        status = process.returncode
        text = log.read_text()
        for section, found in ("error codes", answers.codes(text)), ("calls", answers.calls(text)):
            self.answers[section] |= found
        if status and not fails:
            raise Failed(f"`{words}` failed with {status}; see {log}")
        return output

    def log(self, words: str) -> str:
        """Returns the log of the last command."""
        return (self.folder / f"{self.step:02}-{words}.log").read_text()


def drain(process: subprocess.Popen, file) -> str:
    """Copies a program's errors to a file and its progress to the terminal, until it ends. Returns its output."""
    output: list[str] = []
    reader = threading.Thread(target=lambda: output.append(process.stdout.read()))
    reader.start()
    interrupted = None
    while True:
        try:
            for line in process.stderr:
                file.write(line)
                # The log has a time first; the progress and errors have not.
                if not line[:4].isdigit():
                    print(f"   {line}", end="", flush=True)
            process.wait()
            break
        except Interrupted as error:
            # The program ends what it has begun, and records it.
            interrupted = error
            process.send_signal(signal.SIGINT)
    reader.join()
    if interrupted:
        raise interrupted
    return output[0]


def ask(run: Run, given: str | None) -> None:
    """Asks for the number of the account. Exits if it is not the right one."""
    note(f"Account   {run.account}\nRegion    {run.region}, and {EDGE} for the tests of CloudFront's certificates")
    note(f"Target    {os.environ['AWS_ENDPOINT_URL'] + ', an emulator' if EMULATED else 'AWS itself'}")
    note(f"Name      {run.name}, in the name and the tag `{STACK_TAG}` of all that is made")
    note(f"Folder    {run.folder}\n\nWhat it costs:\n{cost.table()}\n")
    note("It deploys the stack of runtime/examples/smallest.rs, changes three settings by hand, destroys the stack, and runs")
    note("the SDK tests that may run on a real account. At the end, and after any failure, it deletes what it has made.")
    if given is None:
        if not sys.stdin.isatty():
            sys.exit("Nobody can answer here. Run this in a terminal, or repeat the account's number with `--account`.")
        given = input("\nType the number of the account to go on: ").strip()
    if given != run.account:
        sys.exit(f"{given or 'Nothing'} is not {run.account}. Nothing was made.")


def import_certificate(run: Run) -> None:
    """Imports a self-signed certificate, which costs nothing: the load balancer needs one."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "moodle.example.org")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=2))
    domain = x509.SubjectAlternativeName([x509.DNSName("moodle.example.org")])
    signed = builder.add_extension(domain, critical=False).sign(key, hashes.SHA256())
    pem, secret = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    run.certificate = client("acm", run.region).import_certificate(
        Certificate=signed.public_bytes(pem),
        PrivateKey=key.private_bytes(pem, secret, serialization.NoEncryption()),
        Tags=[{"Key": STACK_TAG, "Value": run.name}],
    )["CertificateArn"]
    run.save()


def build(run: Run) -> None:
    """Builds the program for this account and region."""
    note("\n== building the program")
    command = ["cargo", "build", *SDK, "--lib", "--test", "aws", "--bin", "campus", "--example", "smallest"]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | run.constants())
    run.program.unlink(missing_ok=True)
    os.link(TARGET / "debug/examples/smallest", run.program)


def plan(run: Run) -> dict[str, str]:
    return answers.changes(json.loads(run.command("plan --json")))


def drift(run: Run) -> None:
    """Changes three settings by hand."""
    logs, ec2, elb = (client(service, run.region) for service in ("logs", "ec2", "elbv2"))
    groups = [one["logGroupName"] for one in leftovers.pages(logs, "describe_log_groups", "logGroups")]
    group = next(one for one in groups if leftovers.belongs(run.name, one, []) and "web" in one)
    logs.put_retention_policy(logGroupName=group, retentionInDays=3)
    filters = [{"Name": f"tag:{STACK_TAG}", "Values": [run.name]}]
    some = ec2.describe_security_groups(Filters=filters)["SecurityGroups"]
    database = next(one for one in some if "database" in one["GroupName"])
    rule = {"IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306, "IpRanges": [{"CidrIp": "192.0.2.0/24"}]}
    ec2.authorize_security_group_ingress(GroupId=database["GroupId"], IpPermissions=[rule])
    balancer = next(
        one for one in elb.describe_load_balancers()["LoadBalancers"] if one["LoadBalancerName"].startswith(f"{run.name}-")
    )
    attribute = {"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "false"}
    elb.modify_load_balancer_attributes(LoadBalancerArn=balancer["LoadBalancerArn"], Attributes=[attribute])
    note(f"\nchanged by hand: {group}, {database['GroupName']}, {balancer['LoadBalancerName']}")


def read_settings(run: Run) -> dict[str, str]:
    """Reads the settings of the stack with another client. A part that cannot be read is an answer, too."""
    settings.HOME, settings.ACCOUNT = run.region, run.account
    reader = settings.Reader(run.name, "moodle.example.org")
    found = {}
    for part in settings.EXPECTED:
        # The smallest stack has neither.
        if part in ("edge", "observability"):
            continue
        try:
            found |= answers.settings(getattr(reader, part)(), part)
        except (ClientError, BotoCoreError, KeyError, ValueError, IndexError, TypeError) as error:
            found[part] = f"cannot be read: {type(error).__name__}: {error}"
    return found


def live(run: Run, image: str, fail_after: str | None) -> None:
    """Runs the life of the stack."""

    def done(step: str) -> None:
        if step == fail_after:
            raise Failed(f"it was asked to fail after `{step}`")

    # A folder with an OCI layout, or the name of an image.
    source = Path(image).resolve() if Path(image).exists() else image
    run.command(f"image publish --from {source}")
    done("publish")
    run.command("deploy --yes")
    if not EMULATED:
        run.answers["creation"] = answers.timing(answers.durations(run.log("deploy"), "created"), 0)
    done("deploy")
    run.answers["plan after the deployment"] = plan(run)
    run.command("status --json", fails=True)
    found = leftovers.found(run.name)
    run.answers["inventory"] = {kind: str(len(names)) for kind, names in found.items()}
    run.answers["settings"] = read_settings(run)
    drift(run)
    run.answers["plan after drift by hand"] = plan(run)
    run.command("deploy --yes")
    run.answers["plan after drift by hand"] |= {f"{at}, put right": what for at, what in plan(run).items()}
    done("drift")
    run.command(f"destroy --confirm {run.name}")
    if not EMULATED:
        run.answers["deletion"] = answers.timing(answers.durations(run.log("destroy"), "deleted"), 2)
    done("destroy")


def sdk_tests(run: Run) -> None:
    """Runs the SDK tests that may run on a real account."""
    table = json.loads(TESTS.read_text())
    note(f"\n== {len(table['runs'])} SDK tests; skipped are:")
    for name, why in table["skipped"].items():
        note(f"   {name + '*' if name.endswith('::') else name}: {why}")
    log = run.folder / "sdk-tests.log"
    environment = os.environ | run.constants() | {"AWS_REAL": run.account, "AWS_REAL_STACK": run.tests}
    with log.open("w") as file:
        command = ["cargo", "test", *SDK, "--test", "aws", "--no-fail-fast", "--", "--exact", *table["runs"]]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise
    text = log.read_text()
    for name in table["runs"]:
        outcome = next((line.split()[-1] for line in text.splitlines() if line.startswith(f"test {name} ...")), "not run")
        run.answers["SDK tests"][name] = outcome
    failed = [name for name, outcome in run.answers["SDK tests"].items() if outcome != "ok"]
    note(f"   {len(table['runs']) - len(failed)} passed, {len(failed)} did not: {', '.join(failed) or '–'} (log: {log})")


def attempt(what: str, action: Callable[[], object]) -> bool:
    """Runs one part of cleaning up. An error is reported and does not stop the other parts."""
    try:
        action()
        return True
    except (ClientError, BotoCoreError, Failed, OSError) as error:
        note(f"   {what}: {error}")
        return False


def destroy(run: Run) -> None:
    """Destroys the stack, again if something was in use. Without a journal, the program finds it by names and tags."""
    for number in range(1, TRIES + 1):
        if attempt("destroy", lambda: run.command(f"destroy --wait --confirm {run.name}")):
            return
        note(f"   destroy failed in attempt {number} of {TRIES}")


def delete_images(run: Run) -> None:
    """Deletes the image repository, which `destroy` keeps if it has images."""
    ecr = client("ecr", run.region)
    for one in leftovers.pages(ecr, "describe_repositories", "repositories"):
        if one["repositoryName"].startswith(f"{run.name}/"):
            ecr.delete_repository(repositoryName=one["repositoryName"], force=True)


def delete_certificates(run: Run, found: dict[str, dict[str, str]]) -> None:
    """Deletes the imported certificate, also if its ARN was never written down."""
    acm = client("acm", run.region)
    for arn in {run.certificate, *found.get("certificate", ())} - {""}:
        # A load balancer that was just deleted still uses it for a while.
        deadline = time.monotonic() + 300
        while True:
            try:
                acm.delete_certificate(CertificateArn=arn)
                break
            except acm.exceptions.ResourceNotFoundException:
                break
            except acm.exceptions.ResourceInUseException:
                if time.monotonic() > deadline:
                    raise
                # The polling interval.
                time.sleep(5)


def listed(stack: str) -> dict[str, dict[str, str]] | None:
    """Lists what exists of a stack; `None` if AWS does not tell."""
    try:
        return leftovers.found(stack)
    except (ClientError, BotoCoreError) as error:
        note(f"   listing {stack}: {error}")
        return None


def clean(run: Run) -> bool:
    """Deletes everything of a run, and lists what is left in all regions that it has used. Returns whether nothing is."""
    note("\n== cleaning up")
    # Only these two are not the program's.
    found = listed(run.name)
    if run.program.exists() and (found is None or set(found) - {"certificate", "image repository"}):
        destroy(run)
    attempt("images", lambda: delete_images(run))
    attempt("certificate", lambda: delete_certificates(run, found or {}))
    attempt("tests", lambda: clean_tests(run.tests_stack, leftovers.REGIONS))
    of_stack, of_tests = listed(run.name), listed(run.tests_stack)
    if of_stack is None or of_tests is None:
        note(f"   what is left is unknown. Try again: .ci/real-aws --clean {run.folder}")
        return False
    found = of_stack | {f"{kind} of a test": names for kind, names in of_tests.items()}
    run.answers["left over"] = {kind: ", ".join(sorted(names)) for kind, names in found.items()}
    if not found:
        note(f"   nothing of {run.name} is left in {run.region} and {EDGE}")
        return True
    note(f"   LEFT OVER in {run.region} or {EDGE}, and may cost money:")
    for kind, names in found.items():
        note(f"     {kind}: {', '.join(sorted(names))}")
    note(f"   Try again: .ci/real-aws --clean {run.folder}\n   Then delete the rest in the console, by the tag {STACK_TAG}={run.name}.")
    return False


def write_answers(run: Run) -> None:
    """Writes what was answered, and the differences from the emulators' answers."""
    names = {"name-tests": run.tests, "name": run.name, "account": run.account, "region": run.region}
    names |= {f"zone-{letter}": zone for letter, zone in zip("ab", run.zones, strict=True)}
    normal = answers.Normalizer(names)
    record = {"run": {"date": datetime.date.today().isoformat(), "region": run.region, "on": "emulators" if EMULATED else "AWS"}}
    record |= normal.value(run.answers)
    (run.folder / "answers.json").write_text(json.dumps(record, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    if BASELINE.exists():
        rows = answers.write_differences(json.loads(BASELINE.read_text()), record, run.folder)
        note(f"\n{len(rows)} differences from the emulators, in {run.folder}/differences.md. CONTRIBUTING.md says what to do with them.")


class Signals:
    """Turns the first signal into an exception. The next ones are only noted, since cleaning up must not stop."""

    def __init__(self):
        self.is_stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.handle)

    def handle(self, number: int, _frame) -> None:
        if self.is_stopping:
            note("   Cleaning up goes on: otherwise, resources that cost money would be left. SIGKILL stops it.")
            return
        self.is_stopping = True
        raise Interrupted(signal.Signals(number).name)


def prepare(arguments: argparse.Namespace) -> Run:
    """Returns a new run on the account of the credentials."""
    region = arguments.region
    account = client("sts", region).get_caller_identity()["Account"]
    some = client("ec2", region).describe_availability_zones()["AvailabilityZones"]
    zones = sorted(one["ZoneName"] for one in some if one["State"] == "available" and one.get("ZoneType", "availability-zone") == "availability-zone")
    if len(zones) < 2:
        sys.exit(f"{region} has fewer than two availability zones for this account.")
    name = f"real-{secrets.token_hex(3)}"
    return Run(TARGET / "real-aws" / name, name, account, region, zones[:2])


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=".ci/real-aws", description="Runs the smallest stack and the SDK tests on a real AWS account.")
    parser.add_argument("--region", help="where to deploy")
    parser.add_argument("--image", metavar="FROM", help="the image of Moodle, as for `image publish --from`; examples/moodle-image builds one")
    parser.add_argument("--account", metavar="NUMBER", help="answers the question in advance: the number of the account")
    parser.add_argument("--skip-tests", action="store_true", help="run only the life of the stack")
    parser.add_argument("--clean", metavar="FOLDER", type=Path, help="only clean up after the run with this folder")
    parser.add_argument("--fail-after", choices=STEPS[:-1], help="fail after a step, to rehearse cleaning up")
    arguments = parser.parse_args()
    if not arguments.clean and not arguments.region:
        parser.error("--region is missing")
    if not arguments.clean and not arguments.image:
        parser.error("--image is missing: a task that serves the site needs a real image of Moodle")
    return arguments


def main() -> int:
    arguments = parse()
    run = Run.saved(arguments.clean.resolve()) if arguments.clean else prepare(arguments)
    leftovers.REGIONS = tuple(dict.fromkeys((run.region, EDGE)))
    ask(run, arguments.account)
    signals = Signals()
    status = 0
    try:
        if arguments.clean and not run.program.exists():
            build(run)
        elif not arguments.clean:
            run.folder.mkdir(parents=True)
            run.save()
            build(run)
            import_certificate(run)
            live(run, arguments.image, arguments.fail_after)
            if not arguments.skip_tests:
                sdk_tests(run)
    except Interrupted as interrupted:
        note(f"\nstopped by {interrupted}")
        status = 130
    except (Failed, ClientError, BotoCoreError, subprocess.CalledProcessError, OSError) as error:
        note(f"\nfailed: {error}")
        status = 1
    finally:
        signals.is_stopping = True
        is_clean = clean(run)
        if not arguments.clean:
            write_answers(run)
    return status or (0 if is_clean else 1)


if __name__ == "__main__":
    sys.exit(main())
