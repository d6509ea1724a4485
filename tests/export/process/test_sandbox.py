"""The sandbox of every child process, attacked from inside, on machines that refuse one layer or another."""

import configparser
import ctypes
import json
import os
import platform
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from export.process.layers import Layers
from tests.export.process.hostile_child import ATTEMPTS

ROOT = Path(__file__).parents[3]
UNIT = ROOT / "docs" / "deploy" / "pochette.service"
SYSTEM_PYTHON = Path("/usr/bin/python3")
# What a plain process of the same user can do on any Linux.
ANYBODY_CAN = {
    *("connect by TCP", "send by UDP", "connect to a unix socket", "connect to an abstract socket", "listen"),
    *("read instance.key", "read the database", "list the data folder", "read in the home folder"),
    *("write outside", "write into the data folder", "change the database", "open the key for all"),
    *(
        "move the key",
        "know the environment",
        "signal the server",
        "put the server behind",
        "limit the server",
    ),
    *("fork 1,000", "run a program", "outlive the server"),
}


def unit() -> dict[str, list[str]]:
    """The settings of the systemd unit that comes along, each with its words."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names as they are written
    parser.read(UNIT)
    return {name: value.split() for name, value in parser["Service"].items()}


def refused_by_the_unit() -> list[str]:
    """What its filters of system calls refuse that the sandbox would use."""
    settings = unit()
    allowed = set(settings["RestrictNamespaces"])
    refused = [] if allowed >= {"user", "mnt", "pid", "net"} else ["namespaces"]
    return refused if "@mount" in settings["SystemCallFilter"] else [*refused, "mounts"]


CIRCUMSTANCES: dict[str, tuple[list[str], bool]] = {
    "plain": ([], False),
    "an ordinary user": ([], True),
    "the unit that comes along": (refused_by_the_unit(), True),
    "a unit that refuses namespaces": (["namespaces", "mounts"], True),
    "no user namespaces": (["user namespaces"], True),
    "no Landlock": (["landlock"], True),
    "namespaces alone": (["landlock", "seccomp"], True),
    "nothing": (["namespaces", "mounts", "landlock", "seccomp"], True),
}


def python_for(*, is_ordinary: bool) -> str:
    """Our interpreter, or the system's where an ordinary user could not start this one."""
    ours = Path(sys.executable).resolve()
    is_open = all(folder.stat().st_mode & stat.S_IXOTH for folder in ours.parents)
    return str(SYSTEM_PYTHON if is_ordinary and not is_open and SYSTEM_PYTHON.exists() else sys.executable)


def attacked(refuses: Sequence[str], *, is_ordinary: bool, how: str = "shut_in") -> dict[str, Any]:
    asked = {"refuses": list(refuses), "is_ordinary": is_ordinary, "how": how}
    done = subprocess.run(
        [
            python_for(is_ordinary=is_ordinary),
            Path(__file__).with_name("circumstances.py"),
            json.dumps(asked),
        ],
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def through(answer: dict[str, Any]) -> set[str]:
    return {name for name, how in answer["attempts"].items() if how == "through"}


def test_outside_of_the_sandbox_the_attempts_get_through() -> None:
    """So that one that fails inside of it says something."""
    answer = attacked([], is_ordinary=True, how="free")
    assert through(answer) >= ANYBODY_CAN
    assert answer["heard"] == ["tcp", "unix", "abstract"]


@pytest.mark.parametrize("name", CIRCUMSTANCES)
def test_nothing_gets_through_but_what_is_said_to_be_open(name: str) -> None:
    refuses, is_ordinary = CIRCUMSTANCES[name]
    answer = attacked(refuses, is_ordinary=is_ordinary)
    layers = Layers.read(answer["layers"])

    said = {attempt for group in layers.open for attempt in ATTEMPTS[group]}
    assert through(answer) - said == set()
    if "network" not in layers.open:
        assert answer["heard"] == []
    if "files" not in layers.open:
        assert answer["left"] == [
            *(
                "data",
                "data/instance.key",
                "data/pochette.db",
                "home",
                "home/letter.txt",
                "outside",
                "socket",
                "tmp",
            )
        ]
    _is_said(layers, refuses)


def _is_said(layers: Layers, refuses: Sequence[str]) -> None:
    """What is refused is not claimed, and what the machine has is used."""
    if "namespaces" in refuses:
        assert layers.namespaces == ()
    if "user namespaces" in refuses:
        assert "user" not in layers.namespaces
    assert layers.landlock == 0 or "landlock" not in refuses
    has_seccomp = platform.machine() in {"x86_64", "aarch64"} and kernel_has_seccomp()
    assert layers.seccomp == (has_seccomp and "seccomp" not in refuses)
    if refuses == ["namespaces", "mounts", "landlock", "seccomp"]:
        assert str(layers) == "none"
        assert layers.open == ("files", "network", "processes", "kernel")


def kernel_has_seccomp() -> bool:
    """As it says with PR_GET_SECCOMP; a filter on the tests themselves shows that there is one too."""
    told: int = ctypes.CDLL(None, use_errno=True).prctl(21, 0, 0, 0, 0)
    return told >= 0


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    return attacked([], is_ordinary=False, how="used")


@pytest.mark.whole
@pytest.mark.parametrize(
    "refuses",
    [
        ["namespaces", "mounts"],
        ["mounts, deadly"],
        ["namespaces", "mounts", "landlock", "seccomp"],
    ],
    ids=" ".join,
)
def test_each_layer_lets_the_work_be_done_and_changes_nothing_in_it(
    refuses: list[str], plain: dict[str, Any]
) -> None:
    answer = attacked(refuses, is_ordinary=False, how="used")
    assert answer["read"] == "# Note\n\nUn *mot*.\n"
    for what in ("pdf", "docx", "picture"):
        assert answer[what] == plain[what]
    assert answer["left"] == plain["left"]
    assert str(Layers.read(answer["layers"])) != "namespaces+landlock+seccomp"


def test_where_a_filter_kills_what_mounts_the_child_starts_without_a_root_folder_of_its_own() -> None:
    told = attacked(["mounts, deadly"], is_ordinary=True, how="probed")["layers"]
    layers = Layers.read(told)
    assert "mnt" not in layers.namespaces
    assert "files" not in layers.open or layers.landlock == 0


def test_the_unit_that_comes_along_takes_no_layer_away() -> None:
    assert refused_by_the_unit() == []


@pytest.mark.parametrize(
    ("layers", "said", "left_open"),
    [
        (Layers(), "none", ("files", "network", "processes", "kernel")),
        (Layers(landlock=1, seccomp=True), "landlock+seccomp", ()),
        (Layers(seccomp=True), "seccomp", ("files",)),
        (Layers(landlock=7), "landlock", ("files", "network", "processes", "kernel")),
        (
            Layers(namespaces=("user", "pid", "net"), landlock=7, seccomp=True),
            "namespaces(user,pid,net)+landlock+seccomp",
            (),
        ),
        (
            Layers(namespaces=("user", "mnt", "pid", "net", "ipc", "uts"), landlock=7, seccomp=True),
            "namespaces+landlock+seccomp",
            (),
        ),
        (Layers(namespaces=("mnt", "pid", "net")), "namespaces", ("kernel",)),
    ],
)
def test_the_layers_say_what_they_leave_open(layers: Layers, said: str, left_open: tuple[str, ...]) -> None:
    assert str(layers) == said
    assert layers.open == left_open
    assert Layers.read(json.loads(json.dumps(layers.told()))) == layers
