"""Tests of how answers are collected and compared, and of cleaning up. `python real_aws_test.py` runs them without any AWS."""

import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import leftovers
import real_aws_answers as answers
import real_aws_cleaner as cleaner
from botocore.exceptions import ClientError

LOG = """\
2026-11-29T02:26:09.441255Z DEBUG step: moodle_stack::aws::calls: HTTP call service="EC2" operation="CreateVpc" region="r" status=200
2026-11-29T02:26:09.441255Z DEBUG step: moodle_stack::aws::error: the call failed call="ec2:ModifyVpcAttribute" kind=NotFound code=InvalidVpcID.NotFound status=400
[ 1m45s] network.nat-a (NAT gateway): created in 1m45s
[ 2m45s] network.nat-b (NAT gateway): created in 12m5s
[    3s] network.vpc (VPC): created in 3s
[    9s] network.vpc (VPC): deleted in 0.5s
"""


class Collected(unittest.TestCase):
    def test_codes_and_calls_are_read_from_a_log(self):
        self.assertEqual(answers.codes(LOG), {"ec2:ModifyVpcAttribute": "InvalidVpcID.NotFound"})
        self.assertEqual(answers.calls(LOG), {"EC2:CreateVpc": "called"})

    def test_longest_time_of_each_noun_is_read_from_the_progress(self):
        self.assertEqual(answers.durations(LOG, "created"), {"NAT gateway": 725, "VPC": 3})
        self.assertEqual(answers.durations(LOG, "deleted"), {"VPC": 0.5})

    def test_times_far_from_the_table_of_kinds_are_named(self):
        times = answers.timing({"NAT gateway": 725, "VPC": 3, "cache": 9}, 0)
        self.assertEqual(times["NAT gateway"], "far from the table: 725 s, and 105 s typical, 900 s at most")
        self.assertTrue(times["VPC"].startswith("near"))
        # A database that is ready in seconds is as far from the table.
        self.assertTrue(answers.timing({"database": 5}, 0)["database"].startswith("far"))

    def test_names_and_ids_of_an_account_are_replaced(self):
        normal = answers.Normalizer({"name": "real-1f", "account": "111122223333", "zone": "eu-central-1a", "region": "eu-central-1"})
        found = {"real-1f-db": ["arn:aws:rds:eu-central-1:111122223333:db", "eu-central-1a", "vpc-0123456789abcdef0"]}
        wanted = {"<name>-db": ["arn:aws:rds:<region>:<account>:db", "<zone>", "vpc-<id>"]}
        self.assertEqual(normal.value(found), wanted)


class Compared(unittest.TestCase):
    def test_each_difference_is_a_row_with_both_answers(self):
        run = {"run": {"on": "x"}}
        one = run | {"settings": {"a": "1", "b": "2"}, "creation": {"VPC": "far from the table: 0 s"}}
        other = run | {"settings": {"a": "1", "c": "3"}, "creation": {"VPC": "near the table: 5 s"}}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            rows = answers.write_differences(one, other, folder)
            self.assertEqual(json.loads((folder / "differences.json").read_text()), rows)
            text = (folder / "differences.md").read_text()
        found = [(row["section"], row["subject"], row["emulators"], row["aws"]) for row in rows]
        self.assertEqual(found, [("settings", "b", "2", "–"), ("settings", "c", "–", "3")])
        self.assertIn("| b | 2 | – |", text)
        self.assertIn("## Settings", text)

    def test_equal_records_have_no_difference(self):
        record = {"run": {"on": "x"}, "settings": {"a": "1|2"}}
        self.assertEqual(answers.compare(record, record), [])
        self.assertIn("There are none.", answers.markdown([], record, record))


class Cleaned(unittest.TestCase):
    def test_what_is_in_use_is_tried_again_and_what_stays_ends_the_rounds(self):
        existing = {"subnet": {"subnet-1"}, "VPC": {"vpc-1"}, "role": {"stuck"}}
        tries = []

        def delete(kind: str):
            def one(region: str, name: str) -> None:
                tries.append(name)
                if name == "stuck" or (kind == "VPC" and existing["subnet"]) or region != "eu":
                    raise ClientError({"Error": {"Code": "InUse"}}, "Delete")
                existing[kind].discard(name)

            return one

        found = lambda stack: {kind: dict.fromkeys(names) for kind, names in existing.items() if names}  # noqa: E731
        deletions = {kind: delete(kind) for kind in ("VPC", "subnet", "role")}
        with mock.patch.object(leftovers, "found", found), mock.patch.object(cleaner, "DELETIONS", deletions):
            cleaner.clean_tests("real-1t-a", ("us", "eu"))
        self.assertEqual(existing, {"subnet": set(), "VPC": set(), "role": {"stuck"}})
        self.assertGreater(tries.count("stuck"), 2)


if __name__ == "__main__":
    unittest.main()
