"""What is known of one request: the rule of its address, its right, its device."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web

from crdt.roles import Role
from server.ids import DeviceId, FolderId, LinkId, NoteId, VisitorId
from server.storage.devices import Device
from server.storage.links import Used

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Who(StrEnum):
    """Who may use an address that is not a note's."""

    ANYONE = "anyone"
    DEVICE = "device"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one address asks for and gives; a token in it is that of a note, or of a pochette.

    Where it begins a note or a pochette the team of the instance is asked for.
    At a door the password of the link is said: it is open to who has not said it.
    """

    path: str
    need: Role | Who
    of_folder: bool = False
    gives_cookie: bool = False
    any_host: bool = False
    is_socket: bool = False
    is_door: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a request with a token may do, and whose it is. A visitor without a cookie lasts one request."""

    link: LinkId
    note: NoteId
    role: Role
    device: DeviceId | None
    visitor: VisitorId
    name: str | None
    colour: int
    generation: int = 1
    expires_at: int | None = None
    # Of the cookie that came with the request: see server/visitors/cookies.py.
    cookie: int = 0
    # How many rights had been taken back when this one was looked up: see server/live/revocations.py.
    since: int = 0

    def is_over(self, now: int) -> bool:
        """Whether its time has passed."""
        return self.expires_at is not None and self.expires_at <= now

    @property
    def used(self) -> Used:
        """The link by which the request came, as it was then."""
        return Used(link=self.link, generation=self.generation)

    @property
    def who(self) -> str:
        """Whose turn it is where people wait: the device's, or the link's where there is none."""
        return self.device or self.link


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderAccess:
    """What a request with the token of a pochette may do there; on its notes it is at most `read`."""

    link: LinkId
    folder: FolderId
    role: Role
    device: DeviceId | None
    generation: int
    since: int = 0

    @property
    def used(self) -> Used:
        """The link by which the request came, as it was then."""
        return Used(link=self.link, generation=self.generation)

    @property
    def who(self) -> str:
        """Whose turn it is where people wait: the device's, or the link's where there is none."""
        return self.device or self.link


RULES: web.AppKey[Mapping[web.AbstractRoute, Rule]] = web.AppKey("rules")

ACCESS = web.RequestKey("access", Access)
# What was done, for the audit log, where its address does not tell; "" for nothing. And more about it.
CLOSED = web.RequestKey("closed", bool)
"""Whether the browser's cookie is one of a device that was closed."""
SUSPENDED = web.RequestKey("suspended", bool)
"""Whether its device was declared stolen and that can still be taken back."""
DEED = web.RequestKey("deed", str)
DETAILS: web.RequestKey[Mapping[str, object]] = web.RequestKey("details")
FOLDER_ACCESS = web.RequestKey("folder_access", FolderAccess)
DEVICE: web.RequestKey[Device | None] = web.RequestKey("device")
REQUEST_ID = web.RequestKey("request_id", str)
