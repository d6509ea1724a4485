"""Webhook settings: URLs, events, and what each may receive."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from yarl import URL

from export.languages import DEFAULT, LANGUAGES
from server.settings.public_addresses import is_public
from server.settings.secret_files import secret_in

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")


class HookKind(StrEnum):
    """What a hook is told in: words for a chat, or JSON that is signed."""

    MATTERMOST = "mattermost"
    SLACK = "slack"
    JSON = "json"


class Event(StrEnum):
    """What a hook is told of."""

    STATUS = "status"
    EDITION = "edition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A program that is told. `has_title`: it may hear the titles of notes that are not classified.

    `has_address`: it hears the own address of a note or a pochette, which gives no right.

    `is_private`: its address may be one of the own network, or be without encryption.
    """

    name: str
    url: URL = field(repr=False)
    kind: HookKind
    events: frozenset[Event]
    has_title: bool = False
    has_address: bool = False
    is_private: bool = False
    lang: str = DEFAULT
    secret: bytes = field(default=b"", repr=False)


def read_hooks(value: object) -> tuple[Hook, ...]:
    """A list of tables of TOML; in the environment the same in JSON."""
    try:
        tables = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError("a list in JSON") from None
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise ValueError("[[webhook]] tables")
    hooks = tuple(_hook(table) for table in tables)
    if len({hook.name for hook in hooks}) != len(hooks):
        raise ValueError("names that differ")
    return hooks


def _hook(table: Mapping[str, Any]) -> Hook:
    if unknown := sorted(table.keys() - _HOOK_READERS.keys()):
        raise ValueError(f"{', '.join(_HOOK_READERS)}, and not {unknown[0]}")
    values = {_FIELDS.get(name, name): _HOOK_READERS[name](value) for name, value in table.items()}
    if missing := sorted({"name", "url", "kind"} - values.keys()):
        raise ValueError(f"{missing[0]} in each table")
    hook = Hook(**{"events": frozenset(Event), **values})
    is_json = hook.kind is HookKind.JSON
    if is_json is not bool(hook.secret):
        raise ValueError(
            f"{'a' if is_json else 'no'} secret_file for {hook.name}, which is of kind {hook.kind}"
        )
    if not hook.is_private and (hook.url.scheme != "https" or not _is_public(hook.url.host or "")):
        raise ValueError(f"an https address outside of the own network, or private = true, for {hook.name}")
    return hook


def _is_public(host: str) -> bool:
    """Names are looked at again once it is known where they lead."""
    try:
        return is_public(host)
    except ValueError:
        return host != "localhost"


def _word(value: object) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError("a name of letters, figures, - and _")
    return value


def _address(value: object) -> URL:
    try:
        url = URL(str(value))
    except ValueError:
        url = URL()
    if url.scheme not in {"http", "https"} or not url.host or url.user or url.fragment:
        raise ValueError("the https address of a hook")
    return url


def _one_of(kind: type[StrEnum]) -> Callable[[object], Any]:
    def read(value: object) -> StrEnum:
        if value not in tuple(kind):
            raise ValueError(", ".join(kind))
        return kind(str(value))

    return read


def _events(value: object) -> frozenset[Event]:
    read = _one_of(Event)
    if not isinstance(value, list) or not value:
        raise ValueError(f"a list of {', '.join(Event)}")
    return frozenset(read(one) for one in value)


def _flag(value: object) -> bool:
    if value not in (True, False) or not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _lang(value: object) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)}")
    return str(value)


def _secret_of_hook(value: object) -> bytes:
    return secret_in(Path(str(value)).expanduser()).encode()


_HOOK_READERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "name": _word,
    "url": _address,
    "kind": _one_of(HookKind),
    "events": _events,
    "title": _flag,
    "address": _flag,
    "private": _flag,
    "lang": _lang,
    "secret_file": _secret_of_hook,
}
_FIELDS: Final = {
    "title": "has_title",
    "address": "has_address",
    "private": "is_private",
    "secret_file": "secret",
}
