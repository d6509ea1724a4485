"""Access: what a request may do to a target, and whose it is, once it was admitted."""

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from crdt.roles import Role
from server.ids import BinderId, DeviceId, FolderId, LinkId, NoteId, VisitorId
from server.storage.rights.links import Used
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target

T_co = TypeVar("T_co", bound=Target, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access(Generic[T_co]):
    """What a request with a token may do to a target, and whose it is.

    On the notes of a pochette its role is at most `read`. A visitor without a cookie lasts one request.
    `link` is None for a right of the device's own: granted, or a member's.
    """

    link: LinkId | None
    target: T_co
    role: Role
    device: DeviceId | None
    visitor: VisitorId
    name: str | None
    colour: int
    generation: int = 1
    expires_at: int | None = None
    # The classeur that the right rests on, where it does.
    binder: BinderId | None = None
    # Whether the address is the target's own, /n/{note}, which gives nothing by itself.
    is_own: bool = False
    # Of the cookie that came with the request: see server/visitors/cookies.py.
    cookie: int = 0
    # How many rights had been taken back when this one was looked up: see server/live/revocations.py.
    since: int = 0

    def is_over(self, now: int) -> bool:
        """Whether its time has passed."""
        return self.expires_at is not None and self.expires_at <= now

    @property
    def note(self: "Access[NoteTarget]") -> NoteId:
        return self.target.id

    @property
    def folder(self: "Access[FolderTarget]") -> FolderId:
        return self.target.id

    @property
    def binder_id(self: "Access[BinderTarget]") -> BinderId:
        return self.target.id

    @property
    def used(self) -> Used | None:
        """The link by which the request came, as it was then."""
        return Used(link=self.link, generation=self.generation) if self.link else None

    @property
    def own_link(self) -> LinkId:
        """The link whose address this is. Raises TypeError at the own address of a target."""
        if self.link is None:
            raise TypeError(f"expected the address of a link, got that of {self.target}")
        return self.link

    @property
    def rights(self) -> frozenset[str]:
        """The ids on which the right rests: once one of them is revoked, it is asked for again."""
        return frozenset(id_ for id_ in (self.target.id, self.link, self.device, self.binder) if id_)

    @property
    def who(self) -> str:
        """Whose turn it is where people wait: the device's, or the link's where there is none."""
        return self.device or self.link or self.visitor


NoteAccess: TypeAlias = Access[NoteTarget]
FolderAccess: TypeAlias = Access[FolderTarget]
BinderAccess: TypeAlias = Access[BinderTarget]
