"""Holds recorded requests against AWS's models and documentation, and lists what AWS would refuse.

    check.py FOLDER…

The folders have what `recorder.py` and `stand_in.py` have recorded, and the policies that the program prints. It fails if a
request breaks a rule, if an accepted violation no longer occurs, or if an operation that a policy allows was never recorded.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from accepted import ACCEPTED, NEVER_SENT, OTHER_NAMES
from model import model
from parse import Call, Request, Unreadable, input_of, parse
from policies import broken_policies, definition, faults
from relations import broken_relations
from rules import broken_rules
from secrets_left import secrets_left
from shapes import violations
from tags import broken_tags

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: managed policies, without white space.
LONGEST = 6144


def broken(call: Call) -> Iterator[tuple[str, str]]:
    """Yields the path of everything that AWS would refuse in a call, and why."""
    for path in call.unknown:
        yield path, "is in no shape of the model"
    shape = input_of(call)
    if shape is not None:
        yield from violations(call.model, shape, call.parameters, "")
    for check in (broken_rules, broken_relations, broken_tags, broken_policies, secrets_left):
        yield from check(call)


class Findings:
    """What was found in some requests."""

    def __init__(self):
        # How often each violation occurs.
        self.violations: Counter[tuple[str, str, str]] = Counter()
        # How often each operation was called.
        self.operations: Counter[str] = Counter()
        self.accepted: set[int] = set()

    def add(self, where: str, path: str, what: str) -> None:
        """Adds a violation, unless it is accepted."""
        for number, (operation, end, part, _) in enumerate(ACCEPTED):
            if operation == where and path.endswith(end) and part in what:
                self.accepted.add(number)
                return
        self.violations[(where, path, what)] += 1

    def check(self, record: dict) -> None:
        """Checks one request."""
        request = Request.of_record(record)
        try:
            call = parse(request)
            where = f"{call.model.name}.{call.operation}"
            self.operations[where] += 1
            for path, what in broken(call):
                self.add(where, path, what)
        except (Unreadable, ValueError, KeyError) as error:
            self.add(request.scope, "", f"cannot be read: {error}")


def allowed_operations(documents: list[dict]) -> set[str]:
    """Returns the operations that policies allow. Actions without an operation of their name are left out."""
    operations = set()
    for document in documents:
        for statement in document["Statement"]:
            for action in statement["Action"]:
                prefix, _, name = action.partition(":")
                name = OTHER_NAMES.get(action, name)
                described = model(prefix)
                if described is not None and name in described.operations:
                    operations.add(f"{described.name}.{name}")
    return operations


def lines(folders: list[str], pattern: str) -> Iterator[dict]:
    """Reads the lines of all files with a name."""
    for folder in folders:
        for path in sorted(Path(folder).glob(pattern)):
            with path.open(encoding="utf-8") as file:
                for line in file:
                    yield json.loads(line)


def main(folders: list[str]) -> int:
    """Returns the exit status."""
    found = Findings()
    for record in lines(folders, "*.jsonl"):
        found.check(record)
    documents = list(lines(folders, "policies*.json"))
    for document in documents:
        size = len("".join(json.dumps(document, separators=(",", ":")).split()))
        if size > LONGEST:
            found.add("the printed policy", "", f"has {size} characters, and at most {LONGEST} are allowed")
        for what in faults(document, identity=True):
            found.add("the printed policy", "", what)
    for (where, path, what), count in sorted(found.violations.items()):
        print(f"{where}  {path}  {what}  ({count})")
    allowed = allowed_operations(documents)
    problems = [f"{one} is allowed and was never sent" for one in sorted(allowed - set(found.operations) - set(NEVER_SENT))]
    problems += [f"remove {one} from NEVER_SENT: it was sent" for one in sorted(set(NEVER_SENT) & set(found.operations))]
    stale = [ACCEPTED[number] for number in range(len(ACCEPTED)) if number not in found.accepted]
    problems += [f"remove {one[:3]} from ACCEPTED: it does not occur" for one in stale]
    if not documents:
        problems.append("there are no printed policies: run the requests of all variants first")
    print(*problems, sep="\n", end="\n" if problems else "")
    print(
        f"{sum(found.operations.values())} requests of {len(found.operations)} operations, {len(documents)} printed policies, "
        f"{len(definition())} services: {len(found.violations)} violations, {len(problems)} other problems"
    )
    return 1 if found.violations or problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
