"""Webhook carrier: calls the programs of the settings with what happened, never with text.

A chat gets words, `{"text": …}`; a program of one's own gets JSON that is signed.
"""

import hmac
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final, assert_never

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from server.clock import as_datetime, now_ms
from server.errors import StartError
from server.ids import NoteId
from server.sending.classified import is_classified
from server.sending.outcome import Handing, Later, Left, Outcome, Refused, answered
from server.sending.ssrf_guard import PrivateError, PublicResolver
from server.settings.webhooks import Event, Hook, HookKind
from server.storage import Db, Engine, binders, folders, notes
from server.storage.sendings import Sending
from server.targets import BinderTarget, FolderTarget, NoteTarget
from server.text.paths import target_path
from server.text.words import Lang, Words

TIMESTAMP: Final = "Pochette-Timestamp"
SIGNATURE: Final = "Pochette-Signature"
DELIVERY: Final = "Pochette-Delivery"
_TIMEOUT: Final = ClientTimeout(total=20, sock_connect=10)
# Answers that ask to come again.
_LATER: Final = {408, 425, 429}
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+.!|~<>-])")


class Caller:
    """Follows no redirect, keeps no cookie, and reaches the own network only for hooks that say so."""

    def __init__(
        self,
        engine: Engine,
        hooks: tuple[Hook, ...],
        words: Mapping[Lang, Words],
        title_of: Callable[[NoteId], Awaitable[str]],
        origin: str,
    ) -> None:
        self._engine = engine
        self._title_of = title_of
        self._origin = origin
        self._hooks = {hook.name: hook for hook in hooks}
        self._words = words
        if lost := next((hook for hook in hooks if hook.lang not in words), None):
            raise StartError(f"lang of the webhook {lost.name}: expected {', '.join(words)}, got {lost.lang}")
        if not origin and (lost := next((hook for hook in hooks if hook.has_address), None)):
            raise StartError(
                f"address of the webhook {lost.name} needs url: what it is told has to lead there."
            )

    async def carry(self, sending: Sending, _: Handing) -> Outcome:
        """Tell it. A hook that the settings do not name any more is told nothing; one may be told twice."""
        hook = self._hooks.get(sending.recipient)
        if hook is None:
            return Refused(why="failed")
        title = await self._title(sending) if hook.has_title else ""
        body = json.dumps(self._said(sending, hook, title), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", DELIVERY: sending.id, **signed(hook.secret, body)}
        resolver = None if hook.is_private else PublicResolver()
        connector = TCPConnector(resolver=resolver, force_close=True)
        jar = DummyCookieJar()
        async with ClientSession(connector=connector, cookie_jar=jar, timeout=_TIMEOUT) as session:
            try:
                async with session.post(
                    hook.url, data=body, headers=headers, allow_redirects=False
                ) as answer:
                    return _outcome(answer.status, answer.reason or "")
            except PrivateError:
                return Refused(why="private")
            except (ClientError, OSError, TimeoutError) as error:
                return Later(why="unreachable", answer=answered(type(error).__name__), is_of_all=True)

    async def _title(self, sending: Sending) -> str:
        """What it is called now; nothing where it is classified or gone."""
        may_say, name = await self._engine.read(partial(_look, sending=sending))
        if not may_say:
            return ""
        match sending.target:
            case NoteTarget(note):
                return await self._title_of(note)
            case FolderTarget() | BinderTarget():
                return name

    def _said(self, sending: Sending, hook: Hook, title: str) -> Mapping[str, Any]:
        if hook.kind is HookKind.JSON:
            of: dict[str, str] = {sending.target.kind: sending.target.id}
            facts = {"event": sending.gives, "at": as_datetime(sending.made_at).isoformat(), **of}
            address = {"url": self._address(sending)} if hook.has_address else {}
            return {**facts, **sending.content, **({"title": title} if title else {}), **address}
        text = self._text(sending, hook, title)
        return {"text": f"{text} {self._address(sending)}" if hook.has_address else text}

    def _address(self, sending: Sending) -> str:
        return self._origin + target_path(sending.target)

    def _text(self, sending: Sending, hook: Hook, title: str) -> str:
        t, said = self._words[Lang(hook.lang)], sending.content
        untitled = t(f"hooks.untitled.{sending.target.kind}")
        note = t("hooks.titled", title=quoted(title, hook.kind)) if title else untitled
        match Event(sending.gives):
            case Event.EDITION:
                return t("hooks.edition", note=note, number=said["number"])
            case Event.STATUS:
                status, before = t(f"status.{said['status']}"), t(f"status.{said['before']}")
                return t("hooks.status", note=note, status=status, before=before)
            case unknown:
                assert_never(unknown)


def signed(secret: bytes, body: bytes) -> dict[str, str]:
    """Signature headers: HMAC-SHA-256 over the time, a dot, and the body."""
    if not secret:
        return {}
    at = str(now_ms() // 1000)
    seal = hmac.new(secret, f"{at}.".encode() + body, "sha256").hexdigest()
    return {TIMESTAMP: at, SIGNATURE: f"sha256={seal}"}


def quoted(title: str, kind: HookKind) -> str:
    """Escapes a title for chat: no mention, no link."""
    line = " ".join(title.split())
    match kind:
        case HookKind.SLACK:
            return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        case HookKind.MATTERMOST:
            return _MARKDOWN.sub(r"\\\1", line).replace("@", "@\u200b").replace("://", ":\u200b//")
        case HookKind.JSON:
            return line
        case unknown:
            assert_never(unknown)


def _outcome(status: int, reason: str) -> Outcome:
    if 200 <= status < 300:
        return Left()
    if 300 <= status < 400:
        return Refused(why="redirect", answer=answered(status, reason))
    if status in _LATER or status >= 500:
        return Later(why="busy", answer=answered(status, reason))
    return Refused(why="answer", answer=answered(status, reason))


def _look(db: Db, *, sending: Sending) -> tuple[bool, str]:
    """Whether its title may be said, and that of a pochette or a classeur."""
    if is_classified(db, sending.target):
        return False, ""
    match sending.target:
        case NoteTarget(note):
            return notes.find(db, note) is not None, ""
        case FolderTarget(folder):
            row = folders.find(db, folder)
            return True, (row.title or row.day) if row is not None else ""
        case BinderTarget(binder):
            of = binders.find(db, binder)
            return True, of.name if of is not None else ""
