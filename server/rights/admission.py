"""Admission: what stands between a right and what it opens, first things first; a function of the facts."""

from dataclasses import dataclass, replace

from crdt.roles import Role
from server.errors import ForbiddenError, GoneError
from server.rights.claim import Demand
from server.rights.facts import Facts
from server.rights.right import Right
from server.secrets.tokens import Seal
from server.targets import BinderTarget, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A right that nothing stands in the way of, with the role that it has there now.

    `keeps_device`: whether a browser that brings no cookie is given one.
    """

    right: Right
    keeps_device: bool


class NameAskedError(ForbiddenError):
    """A first visit by a link: the visitor says a name before the page shows."""

    def __init__(self, role: Role) -> None:
        super().__init__("name")
        self.role = role


class FirstVisitError(ForbiddenError):
    """A link whose browser is not known: its form is sent before anything shows."""

    def __init__(self, target: Target, role: Role) -> None:
        super().__init__("first_visit")
        self.target = target
        self.role = role


def admit(right: Right, asked: Demand, facts: Facts, *, seal: Seal, now: int) -> Admitted:
    """Raises ForbiddenError, GoneError, NameAskedError, FirstVisitError."""
    if not facts.is_let_in and not asked.is_door:
        raise ForbiddenError("password")
    if facts.is_in_trash and facts.is_let_in:
        raise _gone(right)
    role = _as_archived(right.role, asked.need) if facts.is_archived else right.role
    if not role.allows(asked.need):
        raise ForbiddenError("archived" if facts.is_archived else "role", role=role.value)
    right = replace(right, role=role)
    if right.is_own or right.link is None:
        return Admitted(right=right, keeps_device=False)
    is_awaited = asked.greets and not facts.has_come
    has_pressed = is_awaited and seal.was_opened(asked.pressed, right.link, right.generation, now)
    if is_awaited and not has_pressed:
        raise NameAskedError(role)
    is_to_print = asked.gives_cookie and not role.allows(Role.READ)
    if asked.is_fetched and facts.device is None and not is_to_print and not has_pressed:
        raise FirstVisitError(right.target, role)
    if asked.carries and not facts.was_here:
        raise FirstVisitError(right.target, role)
    # The door of a link to print gives none. Who has just pressed and brings none back keeps none: it would
    # be another device each time.
    keeps_device = asked.gives_cookie and not is_to_print and not has_pressed
    return Admitted(right=right, keeps_device=keeps_device)


def _gone(right: Right) -> GoneError:
    """What is in the trash; who manages it may restore it."""
    of = "binder_" if isinstance(right.target, BinderTarget) else ""
    return GoneError(f"{of}in_your_trash" if right.role.allows(Role.MANAGE) else f"{of}in_trash")


def _as_archived(role: Role, need: Role) -> Role:
    """In the archive a note is read; its managers still manage its links."""
    return role if need is Role.MANAGE or not role.allows(Role.READ) else Role.READ
