"""Collects what AWS answers during the life of the smallest stack, and compares two such records.

    python real_aws_answers.py EMULATORS.json AWS.json FOLDER

writes the differences to FOLDER/differences.json and FOLDER/differences.md. CONTRIBUTING.md says what to do with them.

    python real_aws_answers.py --steady FOLDER/differences.json

fails if there are differences that two runs on the emulators must not have.

A record is a JSON object of objects: the section, the subject, the answer. The names of the stack, its account, its region and
its zones are replaced, so that records of two accounts can be compared.
"""

import json
import re
import sys
from pathlib import Path

# What each section shows, and where a difference belongs in this repository.
SECTIONS = {
    "plan after the deployment": "a value that AWS normalizes or fills in: teach `read` of the kind's `aws.rs`",
    "plan after drift by hand": "drift that is invented or missed: the kind's `fields`, `constants` and `read`",
    "settings": "a setting that AWS keeps in another way: `.ci/settings.py`, and the adapter that sends it",
    "inventory": "a kind that AWS lists differently: `.ci/leftovers.py`, and `list` of the kind",
    "error codes": "a code that one side never answers: the tables in `runtime/src/aws/error`",
    "calls": "an operation that only one side needed, such as a wait or a retry: the kind's adapter",
    "creation": "a time that is far from the table: `create` of `kind!`, in seconds: typical, timeout",
    "deletion": "a time that is far from the table: `delete` of `kind!`, in seconds: typical, timeout",
    "left over": "something that `destroy` or a test leaves behind: `delete` and `list` of the kind",
    "SDK tests": "a test that fails on one side only: its output is in the folder of the run",
}

KINDS = Path(__file__).parent.parent / "book/src/reference/kinds.md"
UNITS = {"h": 3600, "m": 60, "s": 1}
# What depends on how fast a machine and an emulator are, so that two runs on the emulators may differ in it.
UNSTEADY = ("calls", "error codes")
# Times that differ by less are the same: a table cannot be more exact.
TOLERANCE = 2.0
SHORTEST = 30


class Normalizer:
    """Replaces what differs between two accounts."""

    def __init__(self, names: dict[str, str]):
        # The longest first, since one may contain another.
        self.names = sorted(((value, key) for key, value in names.items() if value), key=lambda pair: -len(pair[0]))

    def text(self, text: str) -> str:
        for value, name in self.names:
            text = text.replace(value, f"<{name}>")
        text = re.sub(r"\b(vpc|subnet|sg|sgr|rtb|igw|nat|eipalloc|eni|fs|fsap|fsmt|vpce|fl)-[0-9a-f]{8,17}\b", r"\1-<id>", text)
        # RDS and Secrets Manager append random characters.
        return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>", text)

    def value(self, value):
        if isinstance(value, dict):
            return {self.text(str(key)): self.value(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(one) for one in value]
        return self.text(value) if isinstance(value, str) else value


def seconds(text: str) -> float:
    """Reads a duration such as `1m45s`."""
    return sum(float(number) * UNITS[unit] for number, unit in re.findall(r"([\d.]+)([hms])", text))


def durations(log: str, done: str) -> dict[str, float]:
    """Returns the longest time of each noun's steps that ended with a word such as `created`, from the lines of a command."""
    longest: dict[str, float] = {}
    for noun, text in re.findall(rf"^\[[^]]*\] \S+ \((.+?)\): {done} in ((?:[\d.]+[hms])+)", log, re.MULTILINE):
        longest[noun] = max(longest.get(noun, 0), seconds(text))
    return longest


def codes(log: str) -> dict[str, str]:
    """Returns the error codes that calls were answered with, from the log of a command."""
    found: dict[str, set[str]] = {}
    for call, code in re.findall(r'the call failed call="([\w-]+:\w+)" kind=\w+ code=([\w.]+)', log):
        found.setdefault(call, set()).add(code)
    return {call: " ".join(sorted(some)) for call, some in sorted(found.items())}


def calls(log: str) -> dict[str, str]:
    """Returns the operations that were called."""
    found = re.findall(r'HTTP call service="([^"]+)" operation="([^"]+)"', log)
    return {f"{service}:{operation}": "called" for service, operation in sorted(set(found))}


def changes(plan: dict) -> dict[str, str]:
    """Returns the changes of a plan in the format of `plan --json`."""
    return {
        change["address"]: " ".join([change["action"], *sorted(field["field"] for field in change["fields"])])
        for change in plan["changes"]
    }


def settings(found: dict, prefix: str = "") -> dict[str, str]:
    """Returns all values of a nested object, by path."""
    if not isinstance(found, dict):
        return {prefix: json.dumps(found, sort_keys=True, default=str)}
    flat: dict[str, str] = {}
    for key, value in found.items():
        flat |= settings(value, f"{prefix}.{key}".lstrip("."))
    return flat


def table() -> dict[str, tuple[int, int, int, int]]:
    """Returns the times of each kind by noun: creation and deletion, each typical and timeout, in seconds."""
    times = {}
    for line in KINDS.read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 5 and re.fullmatch(r"\d+ s, \d+ s", cells[3]):
            numbers = [int(number) for cell in cells[3:5] for number in re.findall(r"\d+", cell)]
            times[cells[2].split(",")[0]] = tuple(numbers)
    return times


def timing(times: dict[str, float], at: int) -> dict[str, str]:
    """Compares times with the table. `at` is 0 for creations, and 2 for deletions."""
    rows = {}
    for noun, (typical, timeout) in ((noun, row[at : at + 2]) for noun, row in table().items()):
        if noun in times:
            took = times[noun]
            is_far = max(took, SHORTEST) > TOLERANCE * max(typical, SHORTEST) or TOLERANCE * max(took, SHORTEST) < max(typical, SHORTEST)
            rows[noun] = f"{'far from' if is_far else 'near'} the table: {took:.0f} s, and {typical} s typical, {timeout} s at most"
    return rows


def compare(emulators: dict, aws: dict) -> list[dict[str, str]]:
    """Returns the differences between two records. Times are compared with the table, and not with an emulator's."""
    rows = []
    for section, where in SECTIONS.items():
        ours, theirs = emulators.get(section, {}), aws.get(section, {})
        for subject in sorted({*ours, *theirs}):
            one, other = ours.get(subject, "–"), theirs.get(subject, "–")
            if section in ("creation", "deletion"):
                differs = other.startswith("far")
            else:
                differs = one != other
            if differs:
                rows.append({"section": section, "subject": subject, "emulators": one, "aws": other, "where": where})
    return rows


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def markdown(rows: list[dict[str, str]], emulators: dict, aws: dict) -> str:
    """Returns the differences as a table for each section."""
    lines = ["# Differences between AWS and the emulators", ""]
    for name, record in (("Emulators", emulators), ("AWS", aws)):
        lines.append(f"{name}: {', '.join(f'{key} {value}' for key, value in record['run'].items())}.")
        lines.append("")
    if not rows:
        lines.append("There are none.")
    for section, where in SECTIONS.items():
        some = [row for row in rows if row["section"] == section]
        if some:
            lines += [f"## {section[0].upper()}{section[1:]}", "", f"{where[0].upper()}{where[1:]}.", ""]
            lines += ["| what | emulators | AWS |", "|---|---|---|"]
            lines += [f"| {cell(row['subject'])} | {cell(row['emulators'])} | {cell(row['aws'])} |" for row in some]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def write_differences(emulators: dict, aws: dict, folder: Path) -> list[dict[str, str]]:
    """Writes the differences between two records into a folder, and returns them."""
    rows = compare(emulators, aws)
    (folder / "differences.json").write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
    (folder / "differences.md").write_text(markdown(rows, emulators, aws))
    return rows


def main() -> int:
    if len(sys.argv) == 3 and sys.argv[1] == "--steady":
        rows = [row for row in json.loads(Path(sys.argv[2]).read_text()) if row["section"] not in UNSTEADY]
        return 1 if rows else 0
    if len(sys.argv) != 4:
        print("usage: real_aws_answers.py EMULATORS.json AWS.json FOLDER", file=sys.stderr)
        return 2
    emulators, aws = (json.loads(Path(name).read_text()) for name in sys.argv[1:3])
    rows = write_differences(emulators, aws, Path(sys.argv[3]))
    print(f"{len(rows)} differences, in {sys.argv[3]}/differences.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
