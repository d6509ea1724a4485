"""Starts every child process: our interpreter and code, an empty environment, the sandbox."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Final
from uuid import uuid4

from export.process.code_paths import code_paths
from export.process.spec import Child

_PREFIX: Final = "pochette-child-"
# The child looks for modules where its parent did, and nowhere else: not in the folder it was started from.
_START: Final = (
    "import sys; sys.path[:] = sys.argv[2:]; from export.process.inside import main; main(sys.argv[1])"
)
_STATUS_OF_CPU: Final = (-signal.SIGXCPU, signal.SIGXCPU)


def child(
    entry: str,
    *arguments: str,
    memory: int = 1 << 30,
    seconds: int | None = None,
    nice: int = 0,
    is_idle: bool = False,
    program: str = "",
) -> Child:
    """A child of this process, as spec.Child describes it; not started."""
    return Child(
        entry=entry,
        arguments=arguments,
        memory=memory,
        seconds=seconds,
        nice=nice,
        is_idle=is_idle,
        program=program,
        parent=os.getpid(),
        folder=_new_folder(),
        readable=code_paths(program),
    )


def command(child: Child) -> list[str]:
    """The command to execute, with `environment`, in a session of its own."""
    return [sys.executable, "-P", "-c", _START, child.told(), *filter(None, sys.path)]


def environment() -> dict[str, str]:
    """All that a child knows of this process's environment: keys, passwords and names stay here."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    fonts = files("export") / "fonts" / "fonts.conf"
    return kept | {
        "FONTCONFIG_FILE": str(fonts),
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "PYTHONUTF8": "1",
    }


def end(process: "subprocess.Popen[bytes]", child: Child) -> int:
    """Kill a child, with all that it started, and delete what it left; its status."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    except PermissionError:  # macOS says so of a group that has ended
        process.kill()
    status = process.wait()
    clear(child)
    return status


def clear(child: Child) -> None:
    """Delete what an ended child has left on the disk: nothing, but where it had no folder in memory."""
    shutil.rmtree(child.folder, ignore_errors=True)


def ran_out_of_cpu(status: int) -> bool:
    """Whether a child ended because its seconds of CPU were used."""
    return status in _STATUS_OF_CPU


def _new_folder() -> str:
    """The name of a folder that is not there yet; it says whose it is."""
    return str(Path(tempfile.gettempdir()) / f"{_PREFIX}{os.getpid()}-{uuid4().hex}")


def clear_left_folders() -> None:
    """Delete the folders of children that were killed together with their server."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        server = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if server.isdecimal() and not _runs(int(server)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(pid: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True
