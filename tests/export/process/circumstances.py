"""Starts the hostile child as a server would, on a machine that refuses something: prints what came of it.

    python circumstances.py '{"refuses": […], "is_ordinary": true, "how": "shut_in"}'

Only the standard library, so that any interpreter can run it.
"""

import ctypes
import errno
import hashlib
import json
import os
import platform
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from export.process import launch
from export.process.linux import PR_SET_NO_NEW_PRIVS, drop_capabilities, prctl
from export.process.probe import probe

_SECRET = "canari-7f3a91"
_NOBODY = 65_534
_CLONE_NEW, _CLONE_NEWUSER = 0x7E020080, 0x10000000
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
# On x86_64 and elsewhere.
_NUMBERS = {
    "clone": (56, 220),
    "clone3": (435, 435),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "landlock_create_ruleset": (444, 444),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "pivot_root": (155, 41),
    "ptrace": (101, 117),
    "seccomp": (317, 277),
    "setns": (308, 268),
    "umount2": (166, 39),
    "unshare": (272, 97),
}
_MOUNTS = ("mount", "umount2", "pivot_root", "open_tree", "move_mount", "mount_setattr", "fsopen", "fsmount")
# A picture of one pixel.
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
_DIE = (_RETURN, 0, 0, 0x80000000)


def number(name: str) -> int:
    return _NUMBERS[name][0 if platform.machine() == "x86_64" else 1]


def steps_for(refused: str) -> list[tuple[int, int, int, int]]:
    """What a container or systemd refuses, as a filter: see systemd.exec(5)."""

    def all_of(*names: str, error: int = errno.EPERM) -> list[tuple[int, int, int, int]]:
        return [
            step for name in names for step in ((_EQUAL, 0, 1, number(name)), (_RETURN, 0, 0, _ERRNO | error))
        ]

    def flagged(name: str, flags: int) -> list[tuple[int, int, int, int]]:
        return [
            (_EQUAL, 0, 4, number(name)),
            (_LOAD, 0, 0, 16),
            (_ANY_BIT, 0, 1, flags),
            (_RETURN, 0, 0, _ERRNO | errno.EPERM),
            (_RETURN, 0, 0, _ALLOW),
        ]

    flags_unseen = all_of("clone3", error=errno.ENOSYS)
    match refused:
        case "namespaces":  # RestrictNamespaces=yes
            return [
                *flags_unseen,
                *all_of("setns"),
                *flagged("unshare", _CLONE_NEW),
                *flagged("clone", _CLONE_NEW),
            ]
        case "user namespaces":  # user.max_user_namespaces=0, and many containers
            return [*flags_unseen, *flagged("unshare", _CLONE_NEWUSER), *flagged("clone", _CLONE_NEWUSER)]
        case "mounts":  # SystemCallFilter=@system-service, SystemCallErrorNumber=EPERM
            return all_of(*_MOUNTS)
        case "mounts, deadly":  # SystemCallFilter=@system-service
            return [step if step[0] != _RETURN else _DIE for step in all_of(*_MOUNTS)]
        case "landlock":  # a kernel without it
            return all_of("landlock_create_ruleset", error=errno.ENOSYS)
        case "seccomp":
            return all_of("seccomp", error=errno.EINVAL)
        case other:
            raise ValueError(f"expected something that can be refused, got {other}")


def refuse(what: Sequence[str]) -> None:
    """From here on, for this process and all that it starts."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    steps = [(_LOAD, 0, 0, 0)]
    for one in what:
        steps += steps_for(one)
    steps.append((_RETURN, 0, 0, _ALLOW))
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("=HxxxxxxQ", len(steps), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(22, 2, ctypes.create_string_buffer(program, len(program)), 0, 0):  # PR_SET_SECCOMP, FILTER
        raise OSError(ctypes.get_errno(), "the filter of the circumstances is refused")


def become_ordinary() -> None:
    """Another user than root; where the code is not to be read by others, root without its rights."""
    if os.geteuid() == 0:
        if _is_reachable():
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
        else:
            drop_capabilities()


def _is_reachable() -> bool:
    asking = os.fork()
    if asking == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
        os._exit(not all(os.access(path, os.R_OK) for path in (sys.executable, __file__, os.__file__)))
    return os.waitpid(asking, 0)[1] == 0


def devices() -> list[str]:
    """Those that give away most, of any machine."""
    names = "mem port kmsg kvm fuse ptmx tty net/tun loop-control vda sda nvme0n1"
    return [f"/dev/{name}" for name in names.split()]


def main(told: str) -> None:
    asked: dict[str, Any] = json.loads(told)
    os.environ["POCHETTE_DATABASE_KEY"] = _SECRET
    if asked["is_ordinary"]:
        become_ordinary()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="hostile-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        for name in ("data", "home", "outside", "tmp"):
            (folder / name).mkdir()
        for path in ("data/instance.key", "data/pochette.db", "home/letter.txt"):
            (folder / path).write_text(_SECRET)
        tempfile.tempdir = str(folder / "tmp")
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        unix.bind(str(folder / "socket"))
        unix.listen()
        abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
        abstract.bind(f"\0{folder.name}")
        abstract.listen()
        server = {
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "unix": str(folder / "socket"),
            "abstract": folder.name,
            "pid": os.getpid(),
            # One further behind than it is: where all is run by `nice` too.
            "behind": min(19, os.getpriority(os.PRIO_PROCESS, 0) + 1),
            "secret": _SECRET,
            "devices": devices(),
            **{name: str(folder / name) for name in ("data", "home", "outside")},
        }
        refuse(asked["refuses"])
        answer = {"shut_in": shut_in, "free": free, "probed": probed, "used": used}[asked["how"]](server)
        for knocked in (tcp, unix, abstract, udp):
            knocked.settimeout(0)
        heard = [name for name, one in (("tcp", tcp), ("unix", unix), ("abstract", abstract)) if _came(one)]
        left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
        json.dump({**answer, "heard": heard, "left": left}, sys.stdout)


def shut_in(server: dict[str, Any]) -> dict[str, Any]:
    """As the children of the product are started."""
    child = launch.child("tests.export.process.hostile_child:main", json.dumps(server))
    process = subprocess.Popen(
        launch.command(child),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        env=launch.environment(),
    )
    told, _ = process.communicate(timeout=60)
    launch.end(process, child)
    answer: dict[str, Any] = json.loads(told)
    return answer


def free(server: dict[str, Any]) -> dict[str, Any]:
    """The same attempts by a plain process without the rights of root: what they are worth."""
    drop_capabilities()
    program = "import json, sys; from tests.export.process.hostile_child import attempts; "
    program += "sys.stdout.write(json.dumps(attempts(json.loads(sys.argv[1]))))"
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(server)],
        cwd=server["outside"],
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    return {"attempts": json.loads(done.stdout)}


def probed(_: dict[str, Any]) -> dict[str, Any]:
    """What the server learns of the sandbox."""
    return {"layers": probe().told()}


def used(_: dict[str, Any]) -> dict[str, Any]:
    """The work that is done in the sandbox; needs our dependencies."""
    from datetime import UTC, datetime  # noqa: PLC0415 -- for this alone, with what follows

    from export.note.brief import read_brief  # noqa: PLC0415
    from export.process.one_shot import one_shot  # noqa: PLC0415
    from export.process.worker import Worker  # noqa: PLC0415

    brief = read_brief("# Note\n\nUn *mot*.", printed_at=datetime(2026, 11, 25, tzinfo=UTC))
    worker = Worker()
    try:
        pdf = worker.pdf(brief)
    finally:
        worker.close()
    word = one_shot("write", "docx", brief).parts[0]
    picture = one_shot("picture", b64decode(_DOT))
    return {
        "layers": probe().told(),
        "pdf": hashlib.sha256(pdf).hexdigest(),
        "docx": hashlib.sha256(word).hexdigest(),
        "read": one_shot("read", "note.docx", word).facts["markdown"],
        "picture": picture.facts["width"],
    }


def _came(listening: socket.socket) -> bool:
    try:
        listening.accept()[0].close()
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1])
