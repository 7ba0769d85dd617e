"""What the image promises, on real servers; see README.md."""

import sys
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


if __name__ == "__main__":
    began = time.monotonic()
    with Machine() as Case.machine:
        program = unittest.main(exit=False, verbosity=2)
    print(f"The image's tests took {time.monotonic() - began:.0f} s.", file=sys.stderr)
    sys.exit(not program.result.wasSuccessful())
