"""Uses links of every kind, then looks for their tokens in all that the server keeps, writes and tells.

Searched are the halves that prove a right: the other half names a link, and is in the database as its id.

python -m tests.tools.faults.tokens --tokens 10000
"""

import argparse
import asyncio
import io
import json
import random
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import pikepdf
from aiohttp import ClientSession, WSMsgType

from tests.served import Served
from tests.tools.faults.lines import all_of, letter
from tests.visitor import LED_HERE, Visitor

ROLES: Final = ("read", "comment", "edit", "print")
# What a note may have open, less the two that it begins with.
LINKS_A_NOTE: Final = 190
AT_ONCE: Final = 4
PIECE: Final = 21
PDF_EVERY: Final = 200
SOCKET_EVERY: Final = 10
WORDS: Final = re.compile(rb"[A-Za-z0-9_-]{21,}")
# Each goes wrong in another way; none may say by which address it was asked.
WRONG: Final = (
    ("GET", "{token}x", None),
    ("GET", "{token}/nothing", None),
    ("POST", "{token}/links", b"{"),
    ("DELETE", "{token}", None),
    ("GET", "{token}/version/99.md", None),
    ("PUT", "{token}/card", b'{"colour": "%s"}'),
    ("GET", "{token}/image/{token}", None),
    ("GET", "{token}/%00", None),
)


@dataclass
class Tally:
    """What a run has seen: `found` must stay 0. `control` says how often a planted one was found: once."""

    tokens: int = 0
    secrets: int = 0
    requests: int = 0
    errors: int = 0
    pdfs: int = 0
    files: int = 0
    bytes: int = 0
    found: int = 0
    control: int = 0
    where: list[str] = field(default_factory=list)


class Search:
    """All secrets of a run, found in any bytes by pieces of one length."""

    def __init__(self, tally: Tally) -> None:
        self._pieces: set[bytes] = set()
        self._tally = tally

    def add(self, *secrets: str) -> None:
        """Of a token the end counts: its beginning is the id of its link."""
        self._pieces.update(secret[-PIECE:].encode() for secret in secrets)
        self._tally.secrets += len(secrets)

    def count(self, content: bytes) -> int:
        self._tally.bytes += len(content)
        return sum(
            run[at : at + PIECE] in self._pieces
            for run in (match[0] for match in WORDS.finditer(content))
            for at in range(len(run) - PIECE + 1)
        )

    def look(self, where: str, content: bytes) -> None:
        if many := self.count(content):
            self._tally.found += many
            self._tally.where = [*self._tally.where, where][-20:]


class Told(NamedTuple):
    """An answer."""

    status: int
    body: bytes


@dataclass
class Use:
    """The links of a run and all that is done with them."""

    session: ClientSession
    url: str
    search: Search
    tally: Tally
    chance: random.Random

    async def note(self, many: int) -> None:
        """A note with so many links, each used."""
        owner = await Visitor.come(self.session, self.url)
        self.search.add(owner.cookie["Cookie"].partition("=")[2])
        made = await owner.makes_note(markdown="# Eau\n\nUn [lien](https://example.org/).\n")
        self.search.add(made.edit.rpartition("/")[2])
        page = await owner.submits(f"{made.edit}/manage/recovery")
        self.search.add(*re.findall(r"/recover/([\w-]{22})", page))
        for number in range(many):
            role = ROLES[number % len(ROLES)]
            link = await owner.asks("POST", f"{made.edit}/links", json={"role": role})
            await self.use(role, link["url"].rpartition("/")[2])

    async def use(self, role: str, token: str) -> None:
        self.search.add(token)
        self.tally.tokens += 1
        number = self.tally.tokens
        await self.ask("GET", f"/n/{token}")
        method, path, body = self.chance.choice(WRONG)
        told = await self.ask(method, f"/n/{path.replace('{token}', token)}", body)
        if told.status >= 400:
            self.tally.errors += 1
            self.search.look(f"error {told.status} of {path}", told.body)
        if number % PDF_EVERY == 1:
            pdf = await self.ask("GET", f"/n/{token}/note.pdf")
            self.tally.pdfs += pdf.status == 200
            for content in streams(pdf.body):
                self.search.look("pdf", content)
        if number % SOCKET_EVERY == 0:
            async with self.session.ws_connect(f"{self.url}/sync/{token}") as socket:
                if (await socket.receive()).type is WSMsgType.BINARY:
                    await socket.send_bytes(letter(number, 0) if role == "edit" else b"\x63" + token.encode())

    async def ask(self, method: str, path: str, body: bytes | None = None) -> Told:
        self.tally.requests += 1
        headers = {"Content-Type": "application/json"} if body else {}
        async with self.session.request(method, self.url + path, data=body, headers=headers) as answer:
            return Told(answer.status, await answer.read())


def streams(pdf: bytes) -> Iterator[bytes]:
    """A PDF as it is written, and all that is packed in it."""
    yield pdf
    if not pdf.startswith(b"%PDF"):
        return
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_bytes()
            yield repr(thing).encode()


def files(*folders: Path) -> Iterable[tuple[str, bytes]]:
    """Every file, and every file in an archive, but for the key that makes tokens."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.name == "instance.key":
                continue
            yield path.name, path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    for name in archive.namelist():
                        yield f"{path.name}: {name}", archive.read(name)


async def run(tokens: int, seed: int, folder: Path) -> Tally:
    tally = Tally()
    search = Search(tally)
    with Served(folder / "data") as server:
        async with ClientSession(headers=LED_HERE) as session:
            use = Use(session, server.url, search, tally, random.Random(seed))
            counts = [min(LINKS_A_NOTE, tokens - at) for at in range(0, tokens, LINKS_A_NOTE)]
            failed = await all_of([partial(use.note, many) for many in counts], at_once=AT_ONCE)
            assert not any(failed), failed
            search.look("health", (await use.ask("GET", "/health")).body)
            search.look("metrics", (await use.ask("GET", "/metrics")).body)
        _look_at_files(search, tally, folder)  # the log of the database among them, as it is while it serves
        command = [
            sys.executable,
            "-m",
            "server",
            "backup",
            str(folder / "copy.zip"),
            "--data",
            str(server.data),
        ]
        program = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        told, _ = await program.communicate()
        assert program.returncode == 0
        search.look("what the command says", told)
    _look_at_files(search, tally, folder)
    search.add("planted-planted-planted")
    tally.control = search.count(b"GET /n/planted-planted-planted HTTP/1.1")
    return tally


def _look_at_files(search: Search, tally: Tally, folder: Path) -> None:
    for name, content in files(folder):
        tally.files += 1
        search.look(name, content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(run(options.tokens, options.seed, Path(folder)))
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
