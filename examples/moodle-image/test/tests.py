"""What the image promises, on real servers; see README.md."""

import io
import sys
import threading
import time
import unittest

from adopt import Adopt
from case import Case, Machine
from environment import Environment, Settings
from install import Install, InstallOnPostgreSql
from life import Life, LifeOnPostgreSql
from maintenance import Maintenance
from stopping import Stopping
from trust import Trust, TrustOfPostgreSql, TrustOfRedis
from upgrade import LiveUpgrade, Upgrade
from written import WhatWasWritten

# Run side by side, since a test waits for most of its time.
TOGETHER = (
    (InstallOnPostgreSql, LifeOnPostgreSql, TrustOfPostgreSql, TrustOfRedis, Environment, Settings, Maintenance),
    (Install, Life, Trust, Upgrade, LiveUpgrade, Adopt, Stopping),
)
# What all of them wrote.
AFTERWARDS = (WhatWasWritten,)


def run(classes, stream):
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    suite = unittest.TestSuite(load(one) for one in classes)
    return unittest.TextTestRunner(stream, verbosity=2).run(suite)


def run_all():
    """Runs every test, and tells whether none failed. What one thread says comes at its end, in one piece."""
    results = []

    def beside(classes):
        stream = io.StringIO()
        results.append(run(classes, stream))
        print(stream.getvalue(), file=sys.stderr)

    threads = [threading.Thread(target=beside, args=(classes,)) for classes in TOGETHER]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.append(run(AFTERWARDS, sys.stderr))
    failed = sum(len(result.failures) + len(result.errors) for result in results)
    skipped = sum(len(result.skipped) for result in results)
    print(f"{sum(result.testsRun for result in results) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return len(results) == len(TOGETHER) + 1 and all(result.wasSuccessful() for result in results)


if __name__ == "__main__":
    began = time.monotonic()
    with Machine() as Case.machine:
        good = unittest.main(exit=False, verbosity=2).result.wasSuccessful() if sys.argv[1:] else run_all()
    print(f"The image's tests took {time.monotonic() - began:.0f} s.", file=sys.stderr)
    sys.exit(not good)
