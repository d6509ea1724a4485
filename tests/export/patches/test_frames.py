"""Calls that go to and fro at the end of a chunk of CPython's stack, at each of many depths."""

import subprocess
import sys

PROGRAM = """
import resource, sys
from export.patches.frames import make_room_for_calls

names = {}
exec("def leaf():\\n " + " = ".join(f"a{number}" for number in range(60)) + " = 0", names)
leaf = names["leaf"]

def call(depth):
    if depth:
        return call(depth - 1)
    for _ in range(400):
        leaf()

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

most = 0

def answer():
    global most
    for depth in range(300):
        before = faults()
        call(depth)
        most = max(most, faults() - before)

if sys.argv[1] == "with room":
    make_room_for_calls(answer)
answer()
print(most)
"""


def most_faults(how: str) -> int:
    """The most pages of memory that the same calls asked the system for."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], check=True, capture_output=True, text=True)
    return int(done.stdout)


def test_the_patch_is_still_needed() -> None:
    """Fails when CPython keeps a chunk that was opened once: then the patch goes."""
    assert most_faults("as CPython does it") >= 400


def test_calls_that_go_to_and_fro_ask_the_system_for_nothing() -> None:
    assert most_faults("with room") < 100
