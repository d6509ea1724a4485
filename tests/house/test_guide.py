"""The user guide calls every button and state by the name that is on the screen, and leaves no door out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from export.note.card import FIELDS, Kind
from server.routes import routes

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"\*\*([^*]+)\*\*")
PAGES = {"fr.md": "fr", "partager.md": "fr", "en.md": "en", "share.md": "en"}
# The ways to a right: what of an address says so -> what the guide to sharing has to name of it.
DOORS = {
    "links": ("share.make", "share.change", "share.shut"),
    "carry": ("share.carry",),
    "password": ("share.propose", "share.lockOff"),
    "mail": ("mail.title", "mail.state.maybe", "mail.again"),
    "manage": ("manage.menu", "renew.all", "manage.give"),
    "recover": ("manage.recoveryMake", "manage.recoverGo"),
    "recovery": ("manage.recoveryMake",),
    "renewed": ("renew.send_one",),
    "renew": ("renew.all", "renew.goOne", "renew.keep"),
    "give": ("manage.give",),
    "devices": ("devices.title", "devices.close", "devices.signOut"),
    "code": ("devices.addGo",),
    "add": ("devices.typeGo", "linking.same", "linking.different"),
    "take-back": ("devices.takeBack", "devices.return"),
    "reading": ("devices.telling", "devices.tellingGo", "devices.tellingStop"),
    "stolen": ("devices.stolenGo", "stolen.go"),
    "take-back-all": ("recovery.signIn", "recovery.go"),
    "again": ("recovery.signIn",),
    "recovery-code": ("recovery.title", "recovery.show", "recovery.have"),
    "notices": ("stolen.noticeRenew", "stolen.noticeLeave"),
    "close": ("devices.close",),
    "team": ("team.signIn", "team.library"),
    "leave": ("people.leaveGo",),
    "people": ("people.title", "people.remove", "people.renewShort"),
    "provider": ("team.signIn",),
    "callback": ("team.signIn",),
    "trash": ("trash.title",),
    "notes": ("trash.title",),
    "recognised": ("guests.known",),
    "arrival": ("arrival.skip",),
    "access": ("guests.ask",),
    "requests": ("guests.givenTitle", "guests.give.read", "guests.refuse"),
    "given": ("guests.givenTitle", "guests.remove"),
    "end": ("guests.remove",),
}
FIRST = {
    *("links", "password", "mail", "manage", "recover", "devices", "team", "trash"),
    *("arrival", "access", "requests", "given"),
}


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    return [plain(str(value))]


def plain(text: str) -> str:
    """Any space is a space, any apostrophe an apostrophe."""
    return re.sub(r"\s", " ", text).replace("’", "'")


def guide(page: str) -> set[str]:
    """What a page of the guide calls by its name."""
    return {plain(name) for name in NAMED.findall((ROOT / "docs" / "guide" / page).read_text("utf-8"))}


def words(lang: str) -> Any:
    return json.loads((ROOT / "web" / "words" / f"{lang}.json").read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_what_the_guide_names_is_on_the_screen(page: str) -> None:
    assert guide(page) - set(texts(words(PAGES[page]))) == set()


@pytest.mark.parametrize("page", ["fr.md", "en.md"])
def test_the_guide_names_every_field_of_the_card(page: str) -> None:
    said = words(PAGES[page])["card"]
    assert {said[one.name] for one in FIELDS if one.kind is not Kind.STATUS} - guide(page) == set()


def shape(page: str) -> list[str]:
    """The signs before its headings, items, rows and pictures, in their order."""
    said = (ROOT / "docs" / "guide" / page).read_text("utf-8")
    return re.findall(r"^(#+ |- |\||!\[)", said, re.MULTILINE)


@pytest.mark.parametrize(("french", "english"), [("fr.md", "en.md"), ("partager.md", "share.md")])
def test_the_guide_has_the_same_headings_rows_and_items_in_both_languages(french: str, english: str) -> None:
    assert len(shape(french)) > 20
    assert shape(french) == shape(english)


def doors() -> set[str]:
    """The parts of every address that begins, gives, changes or ends a right."""
    paths = [re.sub(r"\{[^/]*\}", "", route.rule.path).strip("/").split("/") for route in routes()]
    return {part for parts in paths if FIRST & set(parts) for part in parts if len(part) > 1}


@pytest.mark.parametrize("page", ["partager.md", "share.md"])
def test_the_guide_to_sharing_leaves_no_door_out(page: str) -> None:
    assert doors() - set(DOORS) == set(), "expected a word of the screen for each"
    named = guide(page)
    for door in doors():
        for key in DOORS[door]:
            word: Any = words(PAGES[page])
            for part in key.split("."):
                word = word[part]
            assert plain(word) in named, key
