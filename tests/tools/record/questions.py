"""Every question: an address, a holder of its place, and the circumstance in which it is asked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from tests.tools.record.door import HERE, JSON, LED, PAGE
from tests.tools.record.instance import URL
from tests.tools.record.world import Holder, Place, World

ADDRESSES: Final = Path(__file__).with_name("addresses.txt")
SAFE: Final = frozenset({"GET", "HEAD"})
_PARAMETER: Final = re.compile(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}")
_ROBOT: Final = {"User-Agent": "facebookexternalhit/1.1", "Accept": "*/*"}
# What stands in an address where the world has nothing of that name.
_ELSE: Final = {"form": "html", "number": "1", "client": "1", "clock": "0", "key": "0" * 32, "name": "x.js"}


class Address(NamedTuple):
    """A row of the table of routes."""

    method: str
    path: str

    @property
    def kind(self) -> str:
        """The letter of the kind of place below which it is, "" for none."""
        if self.path.startswith("/sync/"):
            return "n"
        return self.path[1] if re.match(r"/[npc]/\{token\}", self.path) else ""

    @property
    def end(self) -> str:
        """What stands below the address of a link, or the whole path."""
        bare = _PARAMETER.sub(r"{\1}", self.path)
        return bare.partition("{token}")[2] if self.kind else bare


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a request is sent: headers, and whether its body is JSON, a form, or late."""

    name: str
    headers: Mapping[str, str]
    body: str = ""


_PAGE: Final = Manner(name="page", headers={**PAGE, **LED})
_SCRIPT: Final = Manner(name="script", headers={**JSON, **HERE})
_CARRIED: Final = Manner(name="carried", headers={**PAGE, **HERE, "Pochette-Carry": "1"})
_AHEAD: Final = Manner(name="ahead", headers={**PAGE, **LED, "Sec-Purpose": "prefetch"})
_OF_ROBOTS: Final = Manner(name="robot", headers=_ROBOT)
_BY_JSON: Final = Manner(name="json", headers={**JSON, **HERE, "Origin": URL}, body="json")
_BY_FORM: Final = Manner(name="form", headers={**PAGE, **HERE, "Origin": URL}, body="form")
# A form changes nothing of a right, and whatever it changes is undone at a cost.
_ARE_LED_ASTRAY: Final = frozenset({"link edit, came", "own address, owner", "owner"})
_SEND_FORMS: Final = _ARE_LED_ASTRAY | {
    *(
        "link edit, nobody",
        "link read, came",
        "link comment, nobody",
        "nobody",
        "stranger",
        "robbed",
        "member",
    ),
    *("own address, nobody", "own address, member", "own address, who manages", "own address, came to edit"),
}
# What a device takes along, by the end of its address.
_TAKEN: Final = frozenset({"", "/carry", "/notes/{item}", "/image/{id}", "/note.md", "/note.pdf"})
FOREIGN: Final = Manner(
    name="foreign",
    headers={**JSON, "Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
    body="json",
)
LATE: Final = Manner(name="late", headers={**JSON, **HERE, "Origin": URL}, body="late")
SOCKET: Final = Manner(name="socket", headers={}, body="socket")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`wish` is what its body says."""

    address: Address
    place: Place
    holder: Holder
    manner: Manner

    @property
    def name(self) -> str:
        method, path = self.address
        bare = _PARAMETER.sub(r"{\1}", path)
        return f"{bare}\t{method}\t{self.place.name}\t{self.holder.name}\t{self.manner.name}"

    @property
    def path(self) -> str:
        """With what has a name filled in."""
        place, holder = self.place, self.holder
        known = _ELSE | place.parts | {"token": holder.token}
        if self.address.path.startswith("/recover/") and "recovery" in place.parts:
            known["code"] = place.parts["recovery"]
        if self.address.path.startswith(("/e/", "/E/")) and "sheet" in place.parts:
            known["code"] = place.parts["sheet"]
        if "/image/" in self.address.path or self.address.kind == "":
            known["id"] = place.parts.get("id", "x")
        return _PARAMETER.sub(lambda found: known.get(found[1], "x"), self.address.path)

    @property
    def wish(self) -> dict[str, object]:
        if self.address.end == "/password":
            return {"password": self.holder.password or "bolu-miretu-4821"}
        return self.place.wishes.get(f"{self.address.method} {self.address.end}", {})

    @property
    def headers(self) -> dict[str, str]:
        headers = dict(self.manner.headers)
        if self.holder.cookie:
            headers["Cookie"] = self.holder.cookie
        if self.holder.bearer:
            headers["Authorization"] = f"Bearer {self.holder.bearer}"
        return headers


def addresses(file: Path = ADDRESSES) -> list[Address]:
    """The rows of a file: METHOD and path in each line."""
    return [Address(*line.split(" ", 1)) for line in file.read_text("utf-8").splitlines() if line]


def every(world: World, of: Address) -> Iterator[Question]:
    """All that is asked at one address of a world; last, the requests whose link is closed meanwhile."""
    here = [(place, holder) for place, holder in world.held() if place.kind == of.kind]
    for place, holder in here:
        for manner in _manners(of, holder):
            yield Question(address=of, place=place, holder=holder, manner=manner)
    for place, holder in here:
        if of.method not in SAFE and holder.name == "link edit, came" and "edit link" in place.parts:
            yield Question(address=of, place=place, holder=holder, manner=LATE)


def _manners(of: Address, holder: Holder) -> Iterator[Manner]:
    """Who is refused before all is asked once at each address, and in each way at that of the link."""
    asks_all = not (holder.is_over and of.end)
    match of.method:
        case "GET" if of.path == "/sync/{token}":
            yield SOCKET
        case "GET":
            yield _SCRIPT
            if asks_all:
                yield _PAGE
            if asks_all and not (holder.cookie or holder.bearer):
                yield _OF_ROBOTS
            if of.end in _TAKEN:
                yield from (_CARRIED, _AHEAD)
        case "HEAD":
            if asks_all:
                yield _PAGE
        case _:
            yield _BY_JSON
            if holder.name in _SEND_FORMS:
                yield _BY_FORM
            if holder.name in _ARE_LED_ASTRAY:
                yield FOREIGN
