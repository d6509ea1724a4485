"""A desktop without a screen: X server, session bus, window manager, and Orca whose voice is a file."""

import asyncio
import json
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROGRAMS: Final = {
    "Xvfb": "xvfb",
    "setxkbmap": "x11-xkb-utils",
    "dbus-daemon": "dbus-daemon",
    "gdbus": "libglib2.0-bin",
    "openbox": "openbox",
    "orca": "orca",
    "speech-dispatcher": "speech-dispatcher",
    "xdotool": "xdotool",
    "chromium": "chromium",
    "firefox-esr": "firefox-esr",
}
BROWSERS: Final = {"chromium", "firefox-esr"}
VOICE: Final = Path(__file__).with_name("voice.py")
SCREEN: Final = "1280x900x24"
KEYBOARD: Final = "fr"
KEY_MS: Final = "40"
QUIET_S: Final = 1.2
LONGEST_S: Final = 30
LOOK_S: Final = 0.1
# As Orca comes, but without the echo of each key, and without reading a whole page when it opens, which only
# another key ends: both are none of the page's.
SETTINGS: Final = {
    "general": {"startingProfile": ["Default", "default"]},
    "profiles": {
        "default": {"profile": ["Default", "default"], "enableKeyEcho": False, "sayAllOnLoad": False}
    },
    "pronunciations": {},
    "keybindings": {},
}
SPEECH: Final = """\
DefaultLanguage "fr"
AddModule "file" "{module}" ""
DefaultModule "file"
LogLevel 0
LogDir "{folder}"
"""


@dataclass(frozen=True, slots=True)
class Utterance:
    """`kind` is SPEAK for words, CHAR for one letter; `language` is that of the voice."""

    kind: str
    language: str
    words: str


class Desktop:
    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self._said = folder / "said"
        self._heard = 0

    async def press(self, *keys: str) -> None:
        """By their names in X: `Return`, `ctrl+alt+eacute`."""
        await self._xdotool("key", "--delay", KEY_MS, *keys)

    async def type(self, text: str) -> None:
        await self._xdotool("type", "--delay", KEY_MS, text)

    async def heard(self) -> list[Utterance]:
        """What was said since the last call, once nothing more comes."""
        clock = asyncio.get_running_loop().time
        end, length, since = clock() + LONGEST_S, -1, clock()
        while clock() < end and clock() - since < QUIET_S:
            if (now := self._said.stat().st_size) != length:
                length, since = now, clock()
            await asyncio.sleep(LOOK_S)
        lines = self._said.read_text("utf-8").splitlines()
        new, self._heard = lines[self._heard :], len(lines)
        return [Utterance(*line.split("\t", 2)) for line in new]

    async def _xdotool(self, *arguments: str) -> None:
        async with started("xdotool", *arguments, environment=self.environment) as program:
            if await program.wait():
                raise OSError(f"expected xdotool to press {arguments}, it ended with {program.returncode}")


def missing(browser: str) -> str | None:
    """How to install what is not there, if anything."""
    lacks = [
        package
        for name, package in PROGRAMS.items()
        if not shutil.which(name) and (name == browser or name not in BROWSERS)
    ]
    return f"missing: apt-get install --no-install-recommends {' '.join(lacks)}" if lacks else None


@asynccontextmanager
async def started(
    *command: str, environment: Mapping[str, str], stdout: int = DEVNULL
) -> AsyncIterator[Process]:
    program = await asyncio.create_subprocess_exec(*command, env=environment, stdout=stdout, stderr=DEVNULL)
    try:
        yield program
    finally:
        if program.returncode is None:
            program.terminate()
            await program.wait()


@asynccontextmanager
async def desktop(folder: Path) -> AsyncIterator[Desktop]:
    """Orca has begun to speak French, and listens; all of it ends with the block."""
    environment = {
        **os.environ,
        **dict.fromkeys(("HOME", "XDG_RUNTIME_DIR"), str(folder)),
        **dict.fromkeys(("LANG", "LC_ALL"), "C.UTF-8"),
        "LANGUAGE": "fr",
        "XDG_SESSION_TYPE": "x11",
        **dict.fromkeys(("ACCESSIBILITY_ENABLED", "GNOME_ACCESSIBILITY"), "1"),
    }
    async with AsyncExitStack() as ends:

        async def start(*command: str, stdout: int = DEVNULL) -> Process:
            return await ends.enter_async_context(started(*command, environment=environment, stdout=stdout))

        async def first_line(*command: str) -> str:
            program = await start(*command, stdout=PIPE)
            assert program.stdout is not None
            return (await asyncio.wait_for(program.stdout.readline(), LONGEST_S)).decode().strip()

        display = await first_line("Xvfb", "-displayfd", "1", "-screen", "0", SCREEN)
        environment["DISPLAY"] = f":{display}"
        bus = await first_line("dbus-daemon", "--session", "--print-address")
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus
        await start("openbox")
        await (await start("setxkbmap", KEYBOARD)).wait()
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            await (await start(*switched_on(name))).wait()
        await start("speech-dispatcher", "-s", *speech(folder))
        await there(folder / "speech")
        environment["SPEECHD_ADDRESS"] = f"unix_socket:{folder}/speech"
        set_up_orca(folder)
        await start("orca", "--replace")
        here = Desktop(folder, environment)
        async with asyncio.timeout(LONGEST_S):
            while not await here.heard():
                pass
        yield here


async def there(socket: Path) -> None:
    """Orca waits for ever for a socket that comes later than itself."""
    async with asyncio.timeout(LONGEST_S):
        while not await asyncio.to_thread(socket.exists):  # noqa: ASYNC110 - nothing tells of a file
            await asyncio.sleep(LOOK_S)


def switched_on(name: str) -> tuple[str, ...]:
    """The command that says on the bus that a screen reader is there."""
    bus, path = "org.a11y.Bus", "/org/a11y/bus"
    method = "org.freedesktop.DBus.Properties.Set"
    call = ("gdbus", "call", "--session", "--dest", bus, "--object-path", path, "--method", method)
    return (*call, "org.a11y.Status", name, "<true>")


def speech(folder: Path) -> tuple[str, ...]:
    """Options of speech-dispatcher: its settings in `folder`, and its socket there."""
    module = folder / "module"
    module.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{VOICE}" "{folder}/said"\n', "utf-8")
    module.chmod(0o700)
    (folder / "said").touch()
    (folder / "speechd.conf").write_text(SPEECH.format(module=module, folder=folder), "utf-8")
    (folder / "clients.conf").touch()
    return ("-C", str(folder), "-c", "unix_socket", "-S", f"{folder}/speech")


def set_up_orca(folder: Path) -> None:
    settings = folder / ".local" / "share" / "orca" / "user-settings.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(SETTINGS), "utf-8")
