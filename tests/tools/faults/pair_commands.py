"""Commands of which two run at once: their words, the folder that they work on, and how one is stopped."""

import asyncio
import os
import pickle
import secrets
import select
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pysequoia import Tsk

from server.ids import NoteId
from tests.instance import add_notes, break_note, run
from tests.tools.faults.tracing import watch

KEPT: Final = ("avant " * 300, "garde-moi " * 300)
SECRET: Final = "le mot de passe est soleil"
BROUGHT: Final = "apporté " * 100
SINCE: Final = "depuis la sauvegarde " * 50
BROKEN: Final = "abîmé " * 100
OLD_ADDRESS: Final = "anna@example.org"
NEW_ADDRESS: Final = "bruno@example.org"

COMMANDS: Final = {
    "backup": ("backup", "ROOT/backups/night.zip"),
    "check": ("check",),
    "links": ("links", "NOTE"),
    "renew": ("links", "NOTE", "--renew"),
    "audit": ("audit",),
    "webhooks": ("webhooks",),
    "list keys": ("keys", "list"),
    "add key": ("keys", "add", "ROOT/backups/new.asc"),
    "remove key": ("keys", "remove", OLD_ADDRESS),
    "import": ("import", "ROOT/backups/file.md"),
    "restore": ("restore", "ROOT/backups/old.zip"),
    "encrypt": ("encrypt", "ROOT/keys/new"),
    "decrypt": ("decrypt",),
    "repair": ("repair", "BROKEN"),
    "erase": ("erase", "NOTE"),
    "prune": ("prune",),
    "compact": ("compact",),
}


@dataclass(frozen=True)
class Ready:
    """A folder to be copied for each pair. `operations` are those that were counted."""

    root: Path
    note: NoteId
    option: tuple[str, ...]
    # A note with a row that cannot be read, where there is one.
    broken: NoteId | None = None
    operations: dict[str, int] = field(default_factory=dict)

    def words(self, name: str, root: Path) -> list[str]:
        notes = {"NOTE": self.note, "BROKEN": self.broken or self.note}
        words = [notes.get(word, word.replace("ROOT", str(root))) for word in COMMANDS[name]]
        return [
            *words,
            "--data",
            str(root / "data"),
            *(word.replace("ROOT", str(root)) for word in self.option),
        ]


@dataclass
class Running:
    """A command in a process of its own, which may be stopped before one of its operations."""

    name: str
    child: int
    stopped: int
    go: int
    result: Path

    def is_stopped(self) -> bool:
        """Wait until it is, or until it has ended without."""
        readable, _, _ = select.select([self.stopped], [], [], 60)
        assert readable, f"{self.name} neither ends nor stops"
        return bool(os.read(self.stopped, 1))

    def end(self, within: float | None = None) -> bool:
        """Wait for its end; whether it has come."""
        readable, _, _ = select.select([self.stopped], [], [], within)
        return bool(readable)

    def resume(self) -> None:
        with suppress(BrokenPipeError):
            os.write(self.go, b"g")

    def outcome(self) -> tuple[int, str]:
        """Its exit code and all that it said."""
        _, status = os.waitpid(self.child, 0)
        os.close(self.stopped)
        os.close(self.go)
        assert status == 0, f"{self.name} was ended by {status}"
        code, said = pickle.loads(self.result.read_bytes())  # noqa: S301 - written by the process
        return int(code), str(said)


def start(ready: Ready, name: str, root: Path, *, stop_at: int | None = None) -> Running:
    """Fork it; with `stop_at` it stops before so many of its operations."""
    stopped, tell = os.pipe()
    wait, go = os.pipe()
    result = root.parent / f"{root.name}-{name}-{secrets.token_hex(4)}"
    child = os.fork()
    if not child:
        os.close(stopped)
        os.close(go)
        count = 0

        def before(what: str, path: str) -> None:
            nonlocal count
            count += 1
            if count == stop_at:
                os.write(tell, b"s")
                os.read(wait, 1)

        if stop_at is not None:
            watch(root, before)
        try:
            answer = run(ready.words(name, root), SECRET)
        except BaseException as error:  # noqa: BLE001 - a traceback is what this looks for
            answer = (1, f"Traceback {type(error).__name__}: {error}")
        result.write_bytes(pickle.dumps(answer if stop_at != 0 else (*answer[:1], str(count))))
        os._exit(0)
    os.close(tell)
    os.close(wait)
    return Running(name, child, stopped, go, result)


def prepare(folder: Path, *, is_encrypted: bool = False, is_broken: bool = False) -> Ready:
    """Notes, one with a secret, one whose days in the trash are over; a backup, and a note since."""
    root = folder / ("encrypted" if is_encrypted else "broken" if is_broken else "plain")
    for name in ("keys", "backups"):
        (root / name).mkdir(parents=True)
    key = root / "keys" / "old" if is_encrypted else None
    if key:
        key.write_text(secrets.token_hex(32))
    option = ("--database-key-file", "ROOT/keys/old") if is_encrypted else ()
    texts = [*KEPT, f"secret\n{SECRET}\n", "jeté", *([BROKEN] if is_broken else [])]
    made = asyncio.run(add_notes(root / "data", texts, key=key))
    ready = Ready(root, made[2], option, broken=made[4] if is_broken else None)
    for name, address in (("old", OLD_ADDRESS), ("new", NEW_ADDRESS)):
        cert = Tsk.generate(f"<{address}>").extract_certificate()
        (root / "backups" / f"{name}.asc").write_text(str(cert))
    data = [word.replace("ROOT", str(root)) for word in ("--data", "ROOT/data", *option)]
    for words in (
        ready.words("links", root),
        ["keys", "add", str(root / "backups" / "old.asc"), *data],
        ["backup", str(root / "backups" / "old.zip"), *data],
    ):
        code, said = run(words)
        assert code == 0, said
    asyncio.run(add_notes(root / "data", [SINCE], key=key))
    (root / "backups" / "file.md").write_text(BROUGHT)
    if ready.broken:
        break_note(root / "data" / "pochette.db", ready.broken)
    return ready


def copy_of(ready: Ready, root: Path) -> Path:
    shutil.copytree(ready.root, root)
    return root


def operations(ready: Ready, name: str) -> int:
    """How many operations a command does on the files, counted when it is first asked for."""
    if name not in ready.operations:
        copy = copy_of(ready, ready.root.with_name("counted"))
        counting = start(ready, name, copy, stop_at=0)
        counting.end()
        ready.operations[name] = int(counting.outcome()[1])
        shutil.rmtree(copy)
    return ready.operations[name]
