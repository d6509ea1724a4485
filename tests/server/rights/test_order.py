"""The order of refusals: of two things that stand in the way of a right, the first of the list is told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import pytest

from crdt.roles import Role
from server.errors import RefusedError
from server.ids import DeviceId, FolderId, NoteId, VisitorId
from server.rights.admission import Admitted, admit
from server.rights.claim import Claim, Demand
from server.rights.facts import Facts
from server.rights.right import right_of
from server.secrets.tokens import Seal, new_link_id
from server.storage.devices import Device
from server.storage.rights.links import Link
from server.storage.ways import Way
from server.targets import FolderTarget, NoteTarget

SEAL: Final = Seal(b"k" * 32)
NOW: Final = 1_000_000
NOTE: Final = NoteTarget(NoteId("A" * 22))
DEVICE: Final = Device(id=DeviceId("d"), visitor=VisitorId("v"), name=None, colour=1, seen_at=NOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Somebody at an address, and what is known of them."""

    claim: Claim
    asked: Demand
    facts: Facts

    def comes(self) -> Admitted:
        right = right_of(self.claim, self.asked, self.facts, seal=SEAL, now=NOW)
        return admit(right, self.asked, self.facts, seal=SEAL, now=NOW)

    def but(self, *, claim: object = None, asked: object = None, **facts: object) -> "Coming":
        return Coming(
            claim=claim if isinstance(claim, Claim) else self.claim,
            asked=asked if isinstance(asked, Demand) else self.asked,
            facts=replace(self.facts, **facts),  # type: ignore[arg-type]
        )

    def link(self, **wish: object) -> "Coming":
        assert self.facts.link is not None
        return self.but(link=replace(self.facts.link, **wish))  # type: ignore[arg-type]


def by_link() -> Coming:
    """A device that is new at a link to edit, and that nothing stands in the way of."""
    link = Link(id=new_link_id(), target=NOTE, role=Role.EDIT)
    return Coming(
        claim=Claim(token=SEAL.token(link.id, link.generation), of=NoteTarget, cookie=None),
        asked=Demand(need=Role.EDIT, gives_cookie=True),
        facts=Facts(device=DEVICE, is_closed=False, link=link),
    )


Change = Callable[[Coming], Coming]
IN_ORDER: Final[tuple[tuple[str, Change], ...]] = (
    ("device_closed", lambda coming: coming.but(is_closed=True)),
    ("no_link", lambda coming: coming.link(generation=2)),
    ("link_expired", lambda coming: coming.link(expires_at=NOW)),
    ("no_link", lambda coming: coming.but(claim=replace(coming.claim, of=FolderTarget))),
    ("put_out", lambda coming: coming.but(is_put_out=True)),
    ("password", lambda coming: coming.but(is_let_in=False)),
    ("in_trash", lambda coming: coming.but(is_in_trash=True)),
    ("archived", lambda coming: coming.but(is_archived=True)),
    ("role", lambda coming: coming.but(asked=replace(coming.asked, need=Role.MANAGE))),
    ("name", lambda coming: coming.but(asked=replace(coming.asked, greets=True))),
    ("first_visit", lambda coming: coming.but(asked=replace(coming.asked, is_fetched=True), device=None)),
)


def code(coming: Coming) -> str:
    with pytest.raises(RefusedError) as refused:
        coming.comes()
    return refused.value.code


def test_where_nothing_stands_in_the_way_the_right_is_that_of_the_link() -> None:
    admission = by_link().comes()
    assert (admission.right.role, admission.right.target, admission.keeps_device) == (Role.EDIT, NOTE, True)


@pytest.mark.parametrize("place", range(len(IN_ORDER)), ids=[told for told, _ in IN_ORDER])
def test_each_is_told_where_it_stands_alone(place: int) -> None:
    told, stands = IN_ORDER[place]
    assert code(stands(by_link())) == told


@pytest.mark.parametrize(("first", "other"), [*combinations(range(len(IN_ORDER)), 2)])
def test_of_two_the_first_is_told(first: int, other: int) -> None:
    told, stands = IN_ORDER[first]
    assert code(IN_ORDER[other][1](stands(by_link()))) == told


def test_a_closed_link_and_one_that_counted_down_are_none_also_when_they_are_over() -> None:
    assert code(by_link().link(expires_at=NOW, closed_at=NOW - 1)) == "no_link"
    assert code(by_link().link(max_openings=3)) == "no_link"


def test_at_a_door_the_password_is_not_asked_and_the_trash_is_not_told() -> None:
    at_door = by_link().but(is_let_in=False, is_in_trash=True)
    assert at_door.but(asked=replace(at_door.asked, is_door=True)).comes().right.role is Role.EDIT


def test_who_manages_is_told_of_their_own_trash_and_manages_links_in_the_archive() -> None:
    managing = by_link().link(role=Role.MANAGE)
    assert code(managing.but(is_in_trash=True)) == "in_your_trash"
    archived = managing.but(is_archived=True, asked=Demand(need=Role.MANAGE))
    assert archived.comes().right.role is Role.MANAGE
    assert archived.but(asked=Demand(need=Role.READ)).comes().right.role is Role.READ


@pytest.mark.parametrize(
    ("link", "granted", "role"),
    [
        (Role.EDIT, Role.MANAGE, Role.MANAGE),
        (Role.EDIT, Role.READ, Role.EDIT),
        (Role.READ, Role.MANAGE, Role.READ),
        (Role.COMMENT, Role.MANAGE, Role.COMMENT),
        (Role.PRINT, Role.MANAGE, Role.PRINT),
    ],
)
def test_a_right_of_ones_own_adds_to_a_link_to_edit_alone(link: Role, granted: Role, role: Role) -> None:
    coming = by_link().link(role=link).but(granted=granted, asked=Demand(need=Role.PRINT))
    assert coming.comes().right.role is role


def test_who_has_sent_the_form_just_now_goes_in_and_keeps_no_device() -> None:
    coming = by_link()
    link = coming.facts.link
    assert link is not None
    pressed = SEAL.opened(link.id, link.generation, NOW + 1)
    greeted = replace(coming.asked, greets=True, is_fetched=True, pressed=pressed)
    admission = coming.but(asked=greeted, device=None).comes()
    assert (admission.right.device, admission.keeps_device) == (None, False)
    late = replace(greeted, pressed=SEAL.opened(link.id, link.generation, NOW))
    assert code(coming.but(asked=late)) == "name"


def test_at_the_own_address_a_way_is_all_and_no_page_asks_for_anything() -> None:
    own = Coming(
        claim=Claim(token=NOTE.id, of=NoteTarget, cookie=None),
        asked=Demand(need=Role.READ, gives_cookie=True, greets=True, carries=True, is_fetched=True),
        facts=Facts(device=DEVICE, is_closed=False, way=Way(role=Role.READ)),
    )
    admission = own.comes()
    assert (admission.right.is_own, admission.right.link, admission.keeps_device) == (True, None, False)
    assert code(own.but(way=None)) == code(own.but(way=None, is_in_trash=True)) == "no_access"
    assert code(own.but(asked=replace(own.asked, is_door=True))) == "no_access"
    assert code(own.but(is_in_trash=True)) == "in_trash"
    assert code(own.but(is_closed=True, way=None)) == "device_closed"


def test_what_is_fetched_ahead_is_for_who_came_before() -> None:
    ahead = by_link().but(asked=Demand(need=Role.READ, carries=True))
    assert code(ahead) == "first_visit"
    assert ahead.but(was_here=True).comes().right.role is Role.EDIT


def test_a_pochette_in_the_trash_is_told_as_a_note_is() -> None:
    folder = by_link().link(target=FolderTarget(FolderId("B" * 22)))
    coming = folder.but(claim=replace(folder.claim, of=FolderTarget), is_in_trash=True)
    assert code(coming) == "in_trash"
