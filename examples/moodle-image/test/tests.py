"""Tests the behaviour that README.md describes on real servers."""

import io
import sys
import threading
import time
import unittest

from adopt import Adopt
from caches import Caches
from case import WITHOUT_MOODLE, Case, Machine
from components import Components, ComponentsOnPostgreSql
from copies import CopyOfASite, CopyOnPostgreSql
from declared import Declared
from environment import Environment, Settings
from install import Install, InstallOnPostgreSql
from life import Lifecycle, LifecycleOnPostgreSql
from maintenance import Maintenance
from memory import Memory
from moodle import RealMoodle, Rollout
from password import PasswordOfRedis
from relay import MailRelay
from sessions import Sessions
from stopping import Stopping
from traffic import RedisTraffic
from trust import Trust, TrustOfPostgreSql, TrustOfRedis
from upgrade import LiveUpgrade, Upgrade
from verdict import Verdict
from web import Authorities, Busy, Locks, LocksOnPostgreSql, Log, Processes, Without
from written import WhatWasWritten

# Run in parallel, since a test mostly waits.
IN_PARALLEL = (
    (InstallOnPostgreSql, LifecycleOnPostgreSql, ComponentsOnPostgreSql, TrustOfPostgreSql, TrustOfRedis, PasswordOfRedis, Sessions, Environment, Settings, Maintenance, CopyOnPostgreSql, MailRelay),
    (Install, Lifecycle, Trust, Upgrade, LiveUpgrade, Adopt, Stopping, CopyOfASite, Declared, Memory, Caches),
    (RealMoodle, Rollout, RedisTraffic, Verdict, Components),
    (Busy, Locks, LocksOnPostgreSql, Log, Without, Authorities, Processes),
)
# Checks the output of all the others.
AFTERWARDS = (WhatWasWritten,)


def run(classes, stream):
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    suite = unittest.TestSuite(load(one) for one in classes)
    return unittest.TextTestRunner(stream, verbosity=2).run(suite)


def without_moodle(results):
    """Says which tests did not run, since there was no real Moodle."""
    names = sorted(test.id() for result in results for test, why in result.skipped if why == WITHOUT_MOODLE)
    if names:
        print(f"Real Moodle was NOT here (MOODLE_SRC is not set): {len(names)} tests did not run, and nothing shows that the"
              " image works with Moodle's own code:\n  " + "\n  ".join(names))


def run_all():
    """Runs every test, and returns whether all passed. The output of each thread is printed when the thread ends."""
    results = []

    def run_thread(classes):
        stream = io.StringIO()
        results.append(run(classes, stream))
        print(stream.getvalue(), file=sys.stderr)

    threads = [threading.Thread(target=run_thread, args=(classes,)) for classes in IN_PARALLEL]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.append(run(AFTERWARDS, sys.stderr))
    failed = sum(len(result.failures) + len(result.errors) for result in results)
    skipped = sum(len(result.skipped) for result in results)
    print(f"{sum(result.testsRun for result in results) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return len(results) == len(IN_PARALLEL) + 1 and all(result.wasSuccessful() for result in results), results


if __name__ == "__main__":
    start = time.monotonic()
    with Machine() as Case.machine:
        if sys.argv[1:]:
            results = [unittest.main(exit=False, verbosity=2).result]
            good = results[0].wasSuccessful()
        else:
            good, results = run_all()
    print(f"The image's tests took {time.monotonic() - start:.0f} s.", file=sys.stderr)
    # The last lines of a run of CI.
    sys.stderr.flush()
    without_moodle(results)
    sys.exit(not good)
