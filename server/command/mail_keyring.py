"""`pochette keys` keeps the public keys of those to whom mail is encrypted."""

import asyncio
from functools import partial
from pathlib import Path

from server.clock import now_ms
from server.command.database import shared
from server.command.streams import read_bytes
from server.errors import StartError
from server.sending.openpgp import ends_at, read_keys
from server.settings.config import Config
from server.settings.mail_addresses import read_address
from server.storage import Db, mail_keys
from server.storage.mail_keys import KeyRow

_OCTET = 4


async def add_keys(config: Config, file: Path, address: str | None) -> list[str]:
    """Keep the keys of a file, in the place of those that were there. Raises StartError."""
    try:
        whose = read_address(address) if address else ""
    except ValueError:
        raise StartError(f"{address} is no address of mail.") from None
    data = await asyncio.to_thread(read_bytes, file)
    rows = read_keys(data, at=now_ms(), address=whose)
    async with shared(config) as engine:
        await engine.write(partial(_put, rows=rows))
    return [f"Mail to {row.address} is encrypted with {_grouped(row.fingerprint)}." for row in rows]


async def list_keys(config: Config) -> list[str]:
    async with shared(config) as engine:
        rows = await engine.read(mail_keys.every)
    return [_line(row) for row in rows] or ["There is no key on file."]


async def remove_keys(config: Config, name: str) -> list[str]:
    """Delete those of an address, or with a fingerprint. Raises StartError where there is none."""
    async with shared(config) as engine:
        gone = await engine.write(partial(mail_keys.remove, name=name))
    if not gone:
        raise StartError(f"There is no key for {name}: see pochette keys list.")
    return [f"Mail to {address} is not encrypted any more." for address in gone]


def _put(db: Db, *, rows: list[KeyRow]) -> None:
    for row in rows:
        mail_keys.put(db, row)


def _line(row: KeyRow) -> str:
    end = ends_at(row.cert)
    until = f"until {end.date().isoformat()}" if end is not None else "without end"
    return f"{row.address}  {_grouped(row.fingerprint)}  {until}"


def _grouped(fingerprint: str) -> str:
    """As people compare it."""
    letters = fingerprint.upper()
    return " ".join(letters[at : at + _OCTET] for at in range(0, len(letters), _OCTET))
