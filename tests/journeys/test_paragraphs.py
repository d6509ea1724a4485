"""Questions with answers, titles of tables and charts look as they print."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site

NOTE = """# Gares

Avant.

```graphique Voyageurs
Hier;10
Demain (objectif);20
Source : étude.
```

Combien de gares ?
: Vingt, en quatre ans.
: Et dix ensuite.

| Gare | Coût |
|---|--:|
| Nord | 2 |

Tableau : Coût par gare.

Fin : rien.
"""


async def test_questions_and_titles_of_tables_show_no_sign(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    await claire.put_caret("Fin")
    await expect(claire.page.locator(".lp-asked")).to_have_text(["Combien de gares ?"])
    answers, title = claire.page.locator(".lp-answer"), claire.page.locator(".lp-title")
    await expect(answers).to_have_text(["Vingt, en quatre ans.", "Et dix ensuite."])
    await expect(title).to_have_text(["Coût par gare."])
    await claire.put_caret("quatre ans")
    await expect(answers).to_have_text(["Vingt, en quatre ans.", "Et dix ensuite."])
    await claire.page.keyboard.press("Home")
    await claire.page.keyboard.press("Shift+End")
    await claire.type("Trente.")
    await expect(answers).to_have_text(["Trente.", "Et dix ensuite."])
    await claire.put_caret("Coût par")
    await expect(title).to_have_text(["Coût par gare."])


async def test_a_chart_is_drawn_and_written_where_the_caret_goes(
    site: Site, invite: Invite, axe: str
) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    chart = claire.page.get_by_role("img", name="Voyageurs : Hier 10, Demain (objectif) 20")
    code = claire.page.locator(".lp-code")
    await claire.put_caret("Avant")
    await expect(chart).to_be_visible()
    await expect(code).to_have_count(0)
    assert await claire.violations(axe) == []

    # What parts two blocks is no line: one press leads into the chart.
    await claire.page.keyboard.press("ArrowDown")
    await expect(code).to_have_text(["Voyageurs", "Hier10", "Demain (objectif)20", "Source : étude.", ""])
    await claire.put_caret("Hier;1", after=True)
    await claire.type("5")
    await expect(claire.page.get_by_role("img", name="Voyageurs : Hier 150, Demain")).to_be_visible()

    await claire.put_caret("Combien")
    await claire.page.locator(".lp-chart").click()
    await expect(code.first).to_be_visible()
    await claire.page.evaluate("document.querySelector('#plain').click()")
    await expect(claire.page.locator(".lp-chart")).to_have_count(0)


async def test_the_toolbar_puts_every_block_into_the_text(site: Site, invite: Invite, axe: str) -> None:
    claire = await invite((await site.new_note("# Eau\n\nUn chiffre."))["edit"], "Claire")
    await claire.page.locator(".cm-content[aria-autocomplete=list]").wait_for()
    await claire.put_caret("chiffre", after=True)
    insert = claire.page.get_by_role("button", name="Insérer un bloc")
    await insert.click()
    assert await claire.violations(axe) == []
    await claire.page.get_by_role("button", name="Contexte").click()
    await claire.type("Ici.")
    await claire.sees_text("# Eau\n\nUn chiffre.\n\n::: contexte\nIci.\n:::\n\n")
    await claire.page.keyboard.press("Control+z")
    await claire.page.keyboard.press("Control+z")
    await claire.sees_text("# Eau\n\nUn chiffre.")
