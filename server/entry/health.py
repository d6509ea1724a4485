"""GET /health: whether the server runs and its disk takes writes."""

import asyncio
import errno
import os
import tempfile
from enum import StrEnum
from pathlib import Path

from aiohttp import web

from server.keys import CONFIG

_PROBE = bytes(64 * 1024)


class Disk(StrEnum):
    """What the disk said to a small write."""

    OK = "ok"
    FULL = "full"
    READ_ONLY = "read-only"
    FAILING = "failing"


async def health(request: web.Request) -> web.Response:
    """For watchers: 200 when all is well, 503 when a note could not be saved now."""
    disk = await asyncio.to_thread(_probe, request.app[CONFIG].data)
    is_well = disk is Disk.OK
    status = web.HTTPOk.status_code if is_well else web.HTTPServiceUnavailable.status_code
    return web.json_response({"status": "ok" if is_well else "trouble", "disk": disk.value}, status=status)


def _probe(folder: Path) -> Disk:
    """Write and sync a file beside the database; what is free on paper may not be free for us."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(_PROBE)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        match error.errno:
            case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
                return Disk.FULL
            case errno.EROFS | errno.EACCES | errno.EPERM:
                return Disk.READ_ONLY
            case _:
                return Disk.FAILING
    return Disk.OK
