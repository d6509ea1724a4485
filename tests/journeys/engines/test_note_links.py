"""A note of a classeur is linked by its title, and a typed address loses its right: on each engine."""

import json
from typing import Any

import pytest

from tests.browsers.page import ENTER, Page
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import open_editor, put_caret, until_saved, until_text
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]


async def post(page: Page, path: str, body: dict[str, str]) -> Any:
    """What the server answers to a script of this page."""
    how = {"method": "POST", "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
    return await page.evaluate(f"fetch({json.dumps(path)}, {json.dumps(how)}).then(answer => answer.json())")


@pytest.mark.whole
async def test_a_note_is_linked_by_its_title_and_a_typed_address_gives_nothing(
    own_site: Site, new_page: OpenPage
) -> None:
    claire = await new_page()
    await claire.goto(own_site.url)
    binder = (await post(claire, "/api/binders", {"name": "Programme"}))["binder"]
    other = (await post(claire, f"/c/{binder}/notes", {"markdown": "# Économie"}))["note"]
    note = (await post(claire, f"/c/{binder}/notes", {"markdown": "# Bail\n\nVoir"}))["note"]
    link = (await post(claire, f"/n/{other}/links", {"role": "edit"}))["url"]

    await open_editor(claire, f"{own_site.url}/n/{note}", "Claire")
    await claire.until("document.querySelector('.cm-content[aria-autocomplete=list]')")
    await put_caret(claire, "Voir")
    await claire.type(" [[eco")
    await claire.until("document.querySelector('#note-links [aria-selected=true]')")
    await claire.type(ENTER)
    named = f"[Économie](/n/{other})"
    await until_text(claire, f"# Bail\n\nVoir {named}")
    await claire.type(" ")
    await claire.type(link)
    await until_text(claire, f"# Bail\n\nVoir {named} {named}")
    await claire.sees("#toast", "Le lien donnait le droit de modifier")
    await until_saved(claire)
    await claire.click("#toast button")
    await until_text(claire, f"# Bail\n\nVoir {named} {link}")

    # Of a note that is in no classeur, what the device may read.
    loose = (await post(claire, "/api/notes", {"markdown": "# Seule\n\nVoir"}))["note"]
    await claire.goto(f"{own_site.url}/n/{loose}?view=edit")
    await claire.until("document.querySelector('.cm-content[aria-autocomplete=list]')")
    await put_caret(claire, "Voir")
    await claire.type(" [[eco")
    await claire.sees("#note-links", "Le lien ne donne pas accès à la note.")
    await claire.type(ENTER)
    await until_text(claire, f"# Seule\n\nVoir {named}")
