"""The memory that sizes the workers."""

import os
import subprocess

from campus import IMAGE
from case import Case


class Memory(Case):
    def memory(self, files, machine_mib=8192):
        folder = f"{self.machine.folder}/cgroup-{self.id()}-{self.number}"
        self.number += 1
        os.makedirs(f"{folder}/memory")
        for name, text in files.items():
            with open(f"{folder}/{name}", "w") as file:
                file.write(f"{text}\n")
        with open(f"{folder}/meminfo", "w") as file:
            file.write(f"MemTotal:       {machine_mib * 1024} kB\nMemFree: 1 kB\n")
        out = subprocess.run([f"{IMAGE}/bin/memory", folder, f"{folder}/meminfo"], capture_output=True, text=True, check=True)
        return int(out.stdout)

    def setUp(self):
        super().setUp()
        self.number = 0

    def test_limits(self):
        gib = 2**30
        self.assertEqual(self.memory({}), 8192)
        self.assertEqual(self.memory({"memory.max": "max"}), 8192)
        self.assertEqual(self.memory({"memory.max": 2 * gib}), 2048)
        self.assertEqual(self.memory({"memory.max": 16 * gib}), 8192)
        self.assertEqual(self.memory({"memory.max": "max", "memory.high": gib}), 1024)
        self.assertEqual(self.memory({"memory/memory.limit_in_bytes": 9223372036854771712}), 8192)
        self.assertEqual(self.memory({"memory/memory.limit_in_bytes": 3 * gib}), 3072)
        self.assertEqual(self.memory({"memory.limit_in_bytes": 3 * gib}), 3072)
