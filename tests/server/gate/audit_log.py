"""The audit log, as the command exports it."""

import json
import secrets
from typing import Any

from server.settings.config import Config
from tests.shell import place_of, pochette


async def deeds(config: Config) -> list[tuple[str, dict[str, Any]]]:
    """What the command writes into a file: (what, all of it)."""
    target = config.data.parent / f"{secrets.token_hex(8)}.jsonl"
    code, told, _ = await pochette("audit", "--export", str(target), *place_of(config))
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert (code, told) == (0, f"{len(lines)} entries, all as they were written.\n")
    return [(line["what"], line) for line in lines]
