"""Time zones by their IANA name: that of the settings, that of the machine, that of a browser."""

import re
from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCALTIME: Final = Path("/etc/localtime")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
_LONGEST: Final = 64


def zone_named(name: str) -> ZoneInfo | None:
    """None for what names no zone. A name from a browser never leads out of the database of zones."""
    if len(name) > _LONGEST or not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_timezone(value: object) -> ZoneInfo:
    """The setting. Raises ValueError with what is expected."""
    zone = zone_named(value) if isinstance(value, str) else None
    if zone is None:
        raise ValueError("the IANA name of a time zone, such as Europe/Paris or America/Martinique")
    return zone


def own_zone(environment: Mapping[str, str], localtime: Path = _LOCALTIME) -> tzinfo:
    """That of the machine: `TZ`, else /etc/localtime, else UTC, as the C library has it."""
    if "TZ" in environment:
        return _of_variable(environment["TZ"].removeprefix(":")) or UTC
    _, _, name = str(localtime.resolve()).partition("zoneinfo/")
    return zone_named(name) or _of_file(localtime) or UTC


def _of_variable(name: str) -> tzinfo | None:
    return zone_named(name) or (_of_file(Path(name)) if name.startswith("/") else None)


def _of_file(path: Path) -> tzinfo | None:
    """The zone of a file that has no name in the database, as a container may have it mounted."""
    try:
        with path.open("rb") as file:
            return ZoneInfo.from_file(file, key=str(path))
    except (OSError, ValueError):
        return None
