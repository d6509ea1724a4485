"""What a screen reader hears of a note: its blocks, comments and plan, in Chromium's accessibility tree."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.hearing import tree
from tests.journeys.site import Site
from tests.journeys.writer import fetched

NOTE = """# Gares

> « Nous rouvrons Évreux. »
>
> 1. d'abord le quai

- Trafic
  - en semaine
- Quais

::: vigilance
Un chiffre **contesté**.
:::

::: retenir Trois points
1. Le coût
5. La date

| Mesure | 2024 |
| ------ | ---- |
| Total  | 1,1  |
:::

```graphique Voyageurs
2023;10
2024;12
```

## Suite

- [ ] Valider

```
a = 1
```
"""
BLOCKS = """\
heading 1 Gares
blockquote
  list
    listitem 1
list
  listitem 1
  listitem 2
  listitem 1
encadré Point de vigilance
encadré Trois points
  list
    listitem 1
    listitem 1
  table
group Graphique
  image Voyageurs : 2023 10, 2024 12
heading 2 Suite
list
  listitem 1
    checkbox Valider
group Code
"""


PLAN = """\
list
  listitem 1
    link Gares
  listitem 2
    link Suite
"""


async def test_a_screen_reader_hears_the_blocks_of_a_note(site: Site, invite: Invite, axe: str) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    await claire.page.locator(".cm-content [role=list]").first.wait_for()

    assert await tree(claire.page, "Texte de la note") == BLOCKS.splitlines()
    assert [
        one for one in await claire.violations(axe) if "aria" in one["rule"] or "list" in one["rule"]
    ] == []
    plan = claire.page.get_by_role("navigation", name="Plan de la note")
    await plan.get_by_role("link", name="Suite").wait_for()
    assert (await tree(claire.page, "Plan de la note"))[1:] == PLAN.splitlines()

    # Roles follow what is written, and a composition stays whole in them.
    await claire.put_caret("Quais", after=True)
    await claire.page.keyboard.press("Enter")
    await claire.page.keyboard.press("Tab")
    await claire.type("à quai")
    item = claire.page.get_by_role("listitem").filter(has_text="à quai")
    await expect(item).to_have_attribute("aria-level", "2")
    keyboard = await claire.page.context.new_cdp_session(claire.page)
    for made in ("ê", "êt", "êtr"):
        await keyboard.send(
            "Input.imeSetComposition", {"text": made, "selectionStart": len(made), "selectionEnd": len(made)}
        )
    await keyboard.send("Input.insertText", {"text": "être"})
    await claire.sees("  - à quaiêtre\n")


async def test_a_commented_passage_is_announced(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("Un chiffre contesté.\n"))["edit"], "Claire")
    await claire.select("chiffre")
    await claire.page.keyboard.press("Control+Alt+m")
    await claire.page.keyboard.type("À revoir")
    await claire.page.keyboard.press("Control+Enter")
    await claire.page.locator("#editor .said").wait_for()

    assert "mark" in " ".join(await tree(claire.page, "Texte de la note"))


# All that the live region of the text says from now on.
HEARD = """() => {
  window.heard = []
  const region = document.querySelector('.cm-editor ~ .vh[aria-live=polite]')
  new MutationObserver(() => region.textContent && window.heard.push(region.textContent))
    .observe(region, { childList: true, characterData: true, subtree: true })
}"""
TYPED = "## Titre\n\n::: retenir\nUn chiffre.\n:::\n\n![La gare](image/53DAaQ_k)\n\nFin"


async def test_a_paragraph_a_box_and_a_picture_are_heard(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(TYPED))["edit"], "Claire")
    page = claire.page
    await fetched(page)
    await page.evaluate(HEARD)

    async def hears(words: str) -> None:
        await page.wait_for_function("words => window.heard.some(said => said.startsWith(words))", arg=words)
        await page.evaluate("window.heard.length = 0")

    # A paragraph behind a heading is text; one behind text is told by its empty line, and the gap is no line.
    await claire.put_caret("Titre", after=True)
    await page.keyboard.press("Enter")
    await hears("Texte")
    await claire.put_caret("Fin", after=True)
    await page.keyboard.press("Enter")
    await claire.type("x")
    await claire.sees_text(TYPED.replace("Titre", "Titre\n") + "\n\nx")
    gaps = await page.locator("#editor .lp-gap").evaluate_all("all => all.map(one => one.ariaHidden)")
    assert gaps
    assert set(gaps) == {"true"}
    assert await page.evaluate("window.heard") == []

    # By keys, as who sees nothing.
    await claire.put_caret("Un chiffre")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Tab")
    await page.get_by_role("menuitemradio", name="Point de vigilance").press("Enter")
    await hears("Encadré\u00a0: Point de vigilance")
    await page.locator(".lp-picture").click()
    await hears("image, légende «\u202fLa gare\u202f», choisie.")
