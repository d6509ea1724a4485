"""Facts of one request: the rule of its address, its right, its device."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from aiohttp import hdrs, web

from crdt.roles import Role
from server.errors import ForbiddenError
from server.rights.access import Access, BinderAccess, FolderAccess, NoteAccess
from server.storage.devices import Device
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.text.words import Lang

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Who(StrEnum):
    """Who may use an address that is not a note's."""

    ANYONE = "anyone"
    DEVICE = "device"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one address asks for and gives. A token in it is that of a link to a `target` of this type.

    Where it begins a note or a pochette the team of the instance is asked for.
    Where it `asks` for access, it is open to who holds nothing at the own address of a target.
    Where it `greets`, a page that people ask for waits until a visitor without a name has said one.
    What `carries` is for a device that has come by this address before: a page fetched ahead records nothing.
    Requests that keep a session belong to one that lives in the owner of their target.
    At a door the password of the link is said: it is open to who has not said it.
    `deed` is what the audit log says was done, "" for nothing; a handler that knows better sets DEED.
    """

    path: str
    need: Role | Who
    target: type[Target] | None = None
    gives_cookie: bool = False
    any_host: bool = False
    is_socket: bool = False
    keeps_session: bool = False
    is_door: bool = False
    greets: bool = False
    asks: bool = False
    begins: bool = False
    carries: bool = False
    deed: str = ""


def rule_of(request: web.Request) -> Rule:
    """The rule of the address. What has none (aiohttp's own 404 and 405) gives nothing."""
    rule = request.app[RULES].get(request.match_info.route)
    if rule is None and request.match_info.http_exception is None:
        raise ForbiddenError("no_rule")
    return rule or Rule(path="", need=Who.ANYONE)


SAFE_METHODS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
"""They change nothing. Source: RFC 9110, 9.2.1."""
RULES: web.AppKey[Mapping[web.AbstractRoute, Rule]] = web.AppKey("rules")

ACCESS: web.RequestKey[Access[Target]] = web.RequestKey("access")
CLOSED = web.RequestKey("closed", bool)
"""Whether the browser's cookie is one of a device that was closed."""
SUSPENDED = web.RequestKey("suspended", bool)
"""Whether its device was declared stolen and that can still be taken back."""
DEED = web.RequestKey("deed", str)
"""What was done, for the audit log, where its address does not tell; "" for nothing."""
DETAILS: web.RequestKey[Mapping[str, object]] = web.RequestKey("details")
"""More about what was done, for the audit log."""
DEVICE: web.RequestKey[Device | None] = web.RequestKey("device")
LANG = web.RequestKey("lang", Lang)
REQUEST_ID = web.RequestKey("request_id", str)


def note_access(request: web.Request) -> NoteAccess:
    """The access at an address of notes. Raises TypeError at any other."""
    access = request[ACCESS]
    if not _is_of_note(access):
        raise TypeError(f"expected access to a note, got access to {access.target}")
    return access


def folder_access(request: web.Request) -> FolderAccess:
    """The access at an address of pochettes. Raises TypeError at any other."""
    access = request[ACCESS]
    if not _is_of_folder(access):
        raise TypeError(f"expected access to a pochette, got access to {access.target}")
    return access


def binder_access(request: web.Request) -> BinderAccess:
    """The access at an address of classeurs. Raises TypeError at any other."""
    access = request[ACCESS]
    if not _is_of_binder(access):
        raise TypeError(f"expected access to a classeur, got access to {access.target}")
    return access


def _is_of_note(access: Access[Target]) -> TypeGuard[NoteAccess]:
    return isinstance(access.target, NoteTarget)


def _is_of_folder(access: Access[Target]) -> TypeGuard[FolderAccess]:
    return isinstance(access.target, FolderTarget)


def _is_of_binder(access: Access[Target]) -> TypeGuard[BinderAccess]:
    return isinstance(access.target, BinderTarget)
