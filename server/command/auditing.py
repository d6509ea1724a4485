"""`pochette audit`: shows, verifies or exports the audit log."""

import asyncio
import json
from dataclasses import asdict
from functools import partial
from pathlib import Path

from server.clock import as_datetime
from server.command.database import shared
from server.command.streams import new_text
from server.errors import StartError
from server.links.rules.instance_key import seal_for
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.storage import Db, audit


async def show_audit(config: Config, export: Path | None, *, only_verify: bool) -> tuple[list[str], bool]:
    """The lines of the audit log, or all of it into a file; and whether it is what was written."""
    async with shared(config) as engine:
        if not config.instance_key.exists():
            raise StartError(f"{config.instance_key} is missing: only with it can this log be checked.")
        seal = await seal_for(engine, config)
        found = await engine.read(lambda db: list(audit.entries(db, seal.of_audit)))
        broken = await engine.read(partial(_broken, seal=seal))
    if export is not None:
        await asyncio.to_thread(_export, found, export)
    told = [] if only_verify or export is not None else [_line(entry) for entry in found]
    return [*told, broken or f"{len(found)} entries, all as they were written."], not broken


def _export(found: list[audit.Entry], target: Path) -> None:
    with new_text(target) as file:
        file.writelines(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in found)


def _broken(db: Db, *, seal: Seal) -> str:
    try:
        audit.verify(db, seal.of_audit)
    except audit.BrokenError as error:
        return f"This log was changed, or sealed with another key: {error}."
    return ""


def _line(entry: audit.Entry) -> str:
    at = as_datetime(entry.at).isoformat(timespec="seconds")
    who = (
        f"visitor {entry.visitor} device {entry.device}"
        if entry.device
        else "the server's owner or a program"
    )
    mark = "" if entry.is_sound else "  (not sound)"
    return f"{entry.seq} {at} {entry.what} {entry.subject or '-'} by {who} {entry.details}{mark}"
