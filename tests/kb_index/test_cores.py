"""Several cores for one piece of work."""

import subprocess
import sys

from kb_index.cores import cores

SPLIT_OFF = """
import os
from kb_index.cores import cores

assert cores().submit(int, "1").result() == 1
child = os.fork()
if not child:
    os._exit(cores().submit(int, "7").result(timeout=20))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_the_cores_are_the_same_for_all_who_ask():
    assert cores() is cores()


def test_a_process_that_was_split_off_has_cores_of_its_own():
    command = [sys.executable, "-c", SPLIT_OFF]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "7"
