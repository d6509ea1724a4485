"""What a print costs beside its own work."""

import subprocess
import sys

# Calls that go to and fro at each of many depths, in a process of its own.
PROGRAM = """
import resource, sys
from export.process import child

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

def job(message):
    global most
    for depth in range(300):
        before = faults()
        call(depth)
        most = max(most, faults() - before)
    return b""

if sys.argv[1] == "with room":
    child.make_room_for_calls()
child.answer(job, b"")
print(most)
"""


def most_faults(how: str) -> int:
    """The most pages of memory that the same calls asked the system for."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], check=True, capture_output=True, text=True)
    return int(done.stdout)


def test_calls_that_go_to_and_fro_ask_the_system_for_nothing() -> None:
    if sys.version_info < (3, 12):
        assert most_faults("as CPython does it") >= 400
    assert most_faults("with room") < 100
