"""The build of this server: other code, templates, words or styles make other pages of the same notes."""

import asyncio
import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Final

from aiohttp import web

import crdt
import export
import server

_PACKAGES: Final = (server, export, crdt)
_READ: Final = {".py", ".html", ".toml"}
# What lays a text out.
_LIBRARIES: Final = ("markdown-it-py", "mdit-py-plugins", "jinja2")


class Build:
    """Its id is made once, when it is asked for first: it takes 40 ms."""

    def __init__(self, bundle: Path) -> None:
        self._bundle = bundle
        self._id = ""

    async def id(self) -> str:
        if not self._id:
            self._id = await asyncio.to_thread(build_of, self._bundle)
        return self._id


BUILD = web.AppKey("build", Build)


def build_of(bundle: Path) -> str:
    """A hash of all that a page is made of, but for the notes."""
    digest = hashlib.blake2b(digest_size=9)
    for name in _LIBRARIES:
        digest.update(version(name).encode())
    for folder in (Path(package.__path__[0]) for package in _PACKAGES):
        for file in sorted(one for one in folder.rglob("*") if one.suffix in _READ):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    for file in (bundle / "manifest.json", *sorted((bundle / "words").glob("*.json"))):
        digest.update(file.read_bytes())
    return digest.hexdigest()
