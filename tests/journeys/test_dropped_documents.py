"""Documents that are dropped on an open note: offered as an import, at the caret or as another note."""

import re

import pytest
from playwright.async_api import Route, expect

from tests.export.office.archives import docx
from tests.journeys.conftest import Invite
from tests.journeys.dropping import drop, drop_on
from tests.journeys.looks import DESKS, PHONES, flaws
from tests.journeys.site import Site
from tests.journeys.writer import SAVED

WORD = docx(
    '<w:p><w:r><w:rPr><w:u w:val="single"/><w:color w:val="FF0000"/></w:rPr><w:t>Rouge.</w:t></w:r></w:p>'
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:t>Suite.</w:t></w:r></w:p>'
)


@pytest.mark.whole
async def test_a_document_comes_where_the_caret_is_or_becomes_another_note(
    site: Site, invite: Invite, axe: str
) -> None:
    text = "# Note\n\nUn mot, ici\n\nfin\n"
    writer = await invite((await site.new_note(text))["edit"], "Anna")
    page, dialog = writer.page, writer.page.get_by_role("dialog")
    await writer.put_caret("Un ", after=True)
    await drop(page, **{"Mon plan.docx": WORD})
    await expect(dialog).to_contain_text("Mon plan.docx")
    await expect(dialog.get_by_role("heading")).to_have_text("Importer un fichier")
    assert await flaws(page, axe, *PHONES, *DESKS) == []
    await page.set_viewport_size({"width": 1280, "height": 800})
    await dialog.get_by_role("button", name="Ici, au curseur").click()
    came = text.replace("ici\n\n", "ici\n\n## Mon plan\n\nRouge.\n\n\\newpage\n\nSuite.\n\n")
    await writer.sees_text(came)
    await expect(dialog).to_have_count(0)
    toast = page.locator("#toast")
    await expect(toast).to_contain_text("Le fichier est dans la note. Soulignement retiré, couleur")
    await page.keyboard.press("Control+z")
    await writer.sees_text(text)

    # Over a word: on lines of its own, and without the card at its head.
    page_of_text = "---\nthème: Eau\n---\n\n# Un titre\n\n- un\n"
    await drop_on(page, ".cm-line:nth-child(3)", **{"titre.md": page_of_text.encode()})
    await dialog.get_by_role("button", name="Ici, au curseur").click()
    await writer.sees_text(text.replace("ici\n\n", "ici\n\n## Un titre\n\n- un\n\n"))
    await writer.sees_state(SAVED)

    await drop_on(page, ".cm-content", **{"Mon plan.docx": WORD})
    await dialog.get_by_role("button", name="Dans une nouvelle note").click()
    await expect(dialog).to_contain_text("Soulignement retiré, couleur des lettres retirée.")
    await dialog.get_by_role("link", name="Ouvrir la note").click()
    await page.locator(".cm-content", has_text="Mon plan").wait_for()

    await drop(page, **{"rapport.pdf": b"%PDF-1.7"})
    await expect(toast).to_contain_text("Pochette ne lit pas « rapport.pdf ».")
    await expect(dialog).to_have_count(0)


async def test_after_an_error_the_files_that_came_do_not_come_twice(site: Site, invite: Invite) -> None:
    writer = await invite((await site.new_note("début\n"))["edit"], "Anna")
    page, dialog = writer.page, writer.page.get_by_role("dialog")
    await writer.put_caret("début", after=True)
    requests = 0

    async def lose_the_second(route: Route) -> None:
        nonlocal requests
        requests += 1
        await (route.abort() if requests == 2 else route.continue_())

    await page.route(re.compile("/import[?]"), lose_the_second)
    await drop(page, **{"un.md": b"Premier.\n", "deux.md": b"Second.\n", "trois.md": b"Dernier.\n"})
    here = dialog.get_by_role("button", name="Ici, au curseur")
    await here.click()
    await expect(dialog.get_by_role("alert")).not_to_be_empty()
    await expect(dialog.locator(".names b")).to_have_text(["deux.md", "trois.md"])
    await here.click()
    await expect(dialog).to_have_count(0)
    await writer.sees_text("début\n\nPremier.\n\nSecond.\n\nDernier.\n")
