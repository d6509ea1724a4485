"""The templates by themselves: what the content policy forbids, what is escaped, what is told when."""

import json
import re
from datetime import UTC
from pathlib import Path

import pytest

from server.clock import TeamClock
from server.folders.home import Shelf
from server.http.templates import Pages
from server.reading.states import NO_STATE
from server.text.words import DEFAULT_LANG, Lang

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "server" / "static"
TEMPLATES = sorted((ROOT / "server" / "pages").glob("*.html"))
NOTE = {
    "title": "<b>Agenda</b> : le matin",
    "url": "/n/token",
    "role": "edit",
    "opened_at": "2017-03-14T16:40:00+00:00",
    "mine": True,
    "state": NO_STATE,
}

needs_bundle = pytest.mark.skipif(
    not (STATIC / "manifest.json").exists(), reason="the front end is not built"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_what_the_content_policy_refuses(path: Path) -> None:
    tags = re.findall(r"<[a-z][^>]*>", path.read_text("utf-8"))
    assert [tag for tag in tags if re.search(r"\s(style|on[a-z]+)\s*=", tag)] == []
    assert [tag for tag in tags if re.search(r"(src|href)=\"(https?:)?//", tag)] == []


@needs_bundle
def test_a_title_is_text_whatever_it_looks_like() -> None:
    page = home(notes=[NOTE])
    assert "<b>Agenda" not in page
    assert "&lt;b&gt;Agenda&lt;/b&gt;\u00a0: le matin" in page


@needs_bundle
@pytest.mark.parametrize("is_insecure", [False, True])
def test_an_address_without_encryption_is_told(*, is_insecure: bool) -> None:
    assert ("n’est pas chiffrée" in home(notes=[], insecure=is_insecure)) is is_insecure


@needs_bundle
@pytest.mark.parametrize("lang", [Lang("fr"), Lang("en")])
def test_both_languages_fill_every_page(lang: Lang) -> None:
    assert f'<html lang="{lang}' in home(lang, notes=[NOTE])
    assert home(lang, notes=[]) != home(lang, notes=[NOTE])


@needs_bundle
@pytest.mark.parametrize("lang", [Lang("fr"), Lang("en")])
def test_the_texts_of_the_language_run_before_the_script_that_says_them(lang: Lang) -> None:
    said = json.loads((STATIC / "words" / f"{lang}.json").read_text("utf-8"))["editor"]["untitled"]
    tags = re.findall(r'<script type="module" src="/static/([^"]+)"', home(lang, notes=[]))
    texts, own = [(STATIC / file).read_text("utf-8") for file in tags]
    assert texts.startswith("globalThis.pochetteTexts")
    assert said in texts
    assert said not in own


def home(lang: Lang = DEFAULT_LANG, *, insecure: bool = False, **context: object) -> str:
    facts: dict[str, object] = {
        "page": {"lang": lang},
        "insecure": insecure,
        "shelf": Shelf(),
        "begins": True,
    }
    facts |= {"binders": {"open": [], "over": []}, "takes_notes": False, "day": None, "is_team": False}
    facts |= {"for_me": 0, "notices": [], "lacks_code": False, "ending": None}
    facts |= {"app_manifest": "/static/site.webmanifest"}
    return Pages(STATIC, TeamClock(UTC)).render(
        "home.html", lang=lang, nonce="n", path="/", status=200, **facts, **context
    )
