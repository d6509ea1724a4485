"""A chart is written as a table of two columns: no fence and no sign between its cells is seen."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.looks import PHONE
from tests.journeys.site import Site

NOTE = """# Fret

avant

```graphique Trafic
Hier;10
Demain;beaucoup
Source : étude.
```

fin
"""
_EXPECTED = (
    "Ligne «\u202fDemain\u202f»\u00a0: un nombre est attendu, comme 12,5. "
    "«\u202fbeaucoup\u202f» n’en est pas un."
)
_LABELS = """() => [...document.querySelectorAll('.lp-bar')]
  .map(bar => bar.querySelectorAll('.lp-label').length)"""


async def _rows(page: Page, *rows: str) -> None:
    await expect(page.locator(".cm-line.lp-field")).to_have_text(list(rows))


async def test_a_new_chart_is_filled_by_keys_and_says_what_it_expects(
    site: Site, invite: Invite, axe: str
) -> None:
    writer = await invite((await site.new_note("# Fret\n\nfin"))["edit"], "Anna")
    page = writer.page
    await page.locator(".cm-content[aria-autocomplete=list]").wait_for()
    await writer.put_caret("fin", after=True)
    await page.keyboard.press("Enter")
    await writer.type("/graphique")
    await page.locator("#slash [role=option]:visible").first.wait_for()
    await page.keyboard.press("Enter")
    await _rows(page, "Titre du graphique", "LibelléNombre", "LibelléNombre", "Source : ", "")
    assert await writer.violations(axe) == []
    await writer.type("Trafic")
    for said in ("Hier", "10", "Demain", "beaucoup", "Après", "12,5 %"):
        await page.keyboard.press("Tab")
        await writer.type(said)
    await _rows(page, "Trafic", "Hier10", "Demainbeaucoup", "Après12,5 %", "Source : ", "")
    await writer.sees("```graphique Trafic\nHier;10\nDemain;beaucoup\nAprès;12,5 %\nSource\u00a0: \n```")
    await expect(page.locator(".lp-wrong")).to_have_text([_EXPECTED])
    await expect(page.locator(".lp-chart rect")).to_have_count(2)
    assert await writer.violations(axe) == []
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await writer.type("suite")
    await writer.sees("Source\u00a0: \n```\n\nsuite")
    await expect(page.locator(".lp-field")).to_have_count(0)
    await expect(
        page.get_by_role("img", name="Trafic : Hier 10, Demain beaucoup, Après 12,5 %")
    ).to_be_visible()


async def test_a_chart_stands_as_far_from_what_is_above_as_from_what_is_below(
    site: Site, invite: Invite
) -> None:
    writer = await invite((await site.new_note(NOTE))["edit"], "Anna")
    await writer.put_caret("fin")
    await writer.page.locator(".lp-chart").wait_for()
    above, below = await writer.page.evaluate(
        """() => {
          const chart = document.querySelector('.lp-chart')
          const lines = [...document.querySelectorAll('.cm-line')]
          const box = one => one.getBoundingClientRect()
          const [before] = lines.filter(line => line.textContent === 'avant')
          const [after] = lines.filter(line => line.textContent === 'fin')
          const said = [...chart.children]
          return [box(said[0]).top - box(before).bottom, box(after).top - box(said.at(-1)).bottom]
        }"""
    )
    assert above > 20
    assert abs(above - below) <= 4


async def test_a_chart_that_is_drawn_in_a_box_has_the_ground_of_the_box(site: Site, invite: Invite) -> None:
    text = "# Fret\n\n::: retenir\nUn point.\n\n```graphique Trafic\nHier;10\n```\n:::\n\nfin\n"
    writer = await invite((await site.new_note(text))["edit"], "Anna")
    await writer.put_caret("fin")
    await writer.page.locator("[role=group] > .lp-chart").wait_for()
    grounds = await writer.page.evaluate(
        """() => {
          const ground = one => getComputedStyle(one).backgroundColor
          const lines = [...document.querySelectorAll('.cm-line')]
          const [words] = lines.filter(one => /Un point/.test(one.textContent))
          return [ground(words), ground(document.querySelector('.lp-chart').parentElement)]
        }"""
    )
    assert grounds[0] != "rgba(0, 0, 0, 0)"
    assert grounds[1] == grounds[0]


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
async def test_a_sign_that_a_keyboard_composes_is_a_way_on(
    site: Site, invite: Invite, screen: dict[str, Any]
) -> None:
    writer = await invite((await site.new_note(NOTE))["edit"], "Anna", **screen)
    keys = await writer.page.context.new_cdp_session(writer.page)
    await writer.put_caret("Hier", after=True)
    await writer.page.locator(".lp-bar").first.wait_for()
    await keys.send("Input.imeSetComposition", {"text": " soir", "selectionStart": 5, "selectionEnd": 5})
    await keys.send("Input.insertText", {"text": " soir"})
    await writer.sees("\nHier soir;10\n")
    await keys.send("Input.imeSetComposition", {"text": ";", "selectionStart": 1, "selectionEnd": 1})
    await keys.send("Input.insertText", {"text": ";"})
    await writer.sees("\nHier soir;10\n")
    await keys.send("Input.imeSetComposition", {"text": "4", "selectionStart": 1, "selectionEnd": 1})
    await keys.send("Input.insertText", {"text": "4"})
    await writer.sees("\nHier soir;410\n")
    await _rows(writer.page, "Trafic", "Hier soir410", "Demainbeaucoup", "Source : étude.", "")


async def test_a_word_that_is_found_in_a_label_leaves_it_one_cell(site: Site, invite: Invite) -> None:
    writer = await invite((await site.new_note(NOTE))["edit"], "Anna")
    page = writer.page
    await writer.put_caret("Demain")
    await page.locator(".lp-bar").first.wait_for()
    await page.keyboard.press("Control+f")
    await page.locator("input:focus").fill("Hie")
    await page.keyboard.press("Enter")
    await writer.put_caret("beaucoup")
    await expect(page.locator(".cm-searchMatch").first).to_be_visible()
    assert await page.evaluate(_LABELS) == [1, 1]
