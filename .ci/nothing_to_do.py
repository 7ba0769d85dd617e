"""Checks that a plan, as `plan --json` writes it, has nothing to do but what an emulator answers wrongly.

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
        # A change without fields is no drift: something is to be made, or to be deleted.
        if not change["fields"] or any((change["kind"], field["field"]) not in gaps for field in change["fields"])
    ]
    for change in unexpected:
        print(f"the plan has something to do: {json.dumps(change)}", file=sys.stderr)
    print(f"{plan['counts']['unchanged']} resources are as declared, {len(plan['changes'])} more but for known gaps")
    return 1 if unexpected or not plan["counts"]["unchanged"] else 0


if __name__ == "__main__":
    sys.exit(main())
