"""Checks that a plan in the format of `plan --json` has no changes except those from known emulator gaps.

    PROGRAM plan --json | python nothing_to_do.py
"""

import json
import pathlib
import sys

GAPS = pathlib.Path(__file__).parent.parent / "runtime/tests/aws/stack/emulator_gaps.json"


def main() -> int:
    gaps = {(gap["kind"], gap["field"]) for gap in json.loads(GAPS.read_text())}
    plan = json.load(sys.stdin)
    unexpected = [
        change
        for change in plan["changes"]
        # A change without fields is a creation or a deletion.
        if not change["fields"] or any((change["kind"], field["field"]) not in gaps for field in change["fields"])
    ]
    for change in unexpected:
        print(f"unexpected change: {json.dumps(change)}", file=sys.stderr)
    print(f"{plan['counts']['unchanged']} resources are as declared, and {len(plan['changes'])} more except for known gaps")
    return 1 if unexpected or not plan["counts"]["unchanged"] else 0


if __name__ == "__main__":
    sys.exit(main())
