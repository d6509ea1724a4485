"""Claim: what a request says of its right, before anything is read."""

from dataclasses import dataclass

from crdt.roles import Role
from server.ids import LinkId
from server.rights.cookie import CookieClaim
from server.secrets.tokens import link_of, names_target
from server.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The token of the address, which is of a target of type `of`, and the cookie or secret that is brought.

    `bearer` is that of `Authorization: Bearer`, None without that header. It counts at the own address of a
    target, and is all that a program has there: a cookie beside it gives nothing.
    """

    token: str
    of: type[Target] | None
    cookie: CookieClaim | None
    bearer: str | None = None

    @property
    def own(self) -> Target | None:
        """The target whose own address it is, None at the address of a link."""
        return self.of.of(self.token) if self.of is not None and names_target(self.token) else None

    @property
    def link(self) -> LinkId | None:
        """The link that the token names, right or not."""
        return link_of(self.token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What an address asks of a right, and how it is asked for.

    At a door the password of a link is said. `greets`: people ask for a page that waits until a visitor
    without a name has said one; `pressed` is the proof that its form was sent just now. `carries`: for a
    device that came by this address before. `is_fetched`: perhaps by a robot, as nothing has led it here.
    """

    need: Role
    is_socket: bool = False
    is_door: bool = False
    gives_cookie: bool = False
    greets: bool = False
    pressed: str = ""
    carries: bool = False
    is_fetched: bool = False
