"""Lists under the hands of people who know Word: numbers, Tab, Alt and arrows, the way out of the text."""

import asyncio

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import Writer, show_authors

TWELVE = "\n".join(f"1. élément {number}" for number in range(1, 13))
NUMBERS = "[...document.querySelectorAll('.cm-content .lp-number')].map(one => one.textContent).join(' ')"
# Each number is one box on one line, whatever colours are on it.
BROKEN = """() => [...document.querySelectorAll('.cm-content .lp-number')].filter(one => {
  const item = one.closest('.cm-line').getBoundingClientRect(), box = one.getBoundingClientRect()
  return one.getClientRects().length !== 1 || box.height > item.height || box.height > 1.5 * 18 * 1.6
}).length"""
FOCUSED = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"


async def sees_numbers(writer: Writer, numbers: str) -> None:
    await writer.page.wait_for_function(f"numbers => {NUMBERS} === numbers", arg=numbers, timeout=10_000)


async def write(writer: Writer, text: str) -> None:
    """Put another text in place of all."""
    await writer.page.evaluate(
        """text => {
          const { view } = document.querySelector(".cm-content").cmTile.root
          view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
        }""",
        text,
    )


async def test_numbers_are_counted_and_never_break(site: Site, invite: Invite) -> None:
    link = (await site.new_note(f"{TWELVE}\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    twelve = " ".join(f"{number}." for number in range(1, 13))
    await sees_numbers(claire, twelve)
    assert await claire.page.evaluate(BROKEN) == 0
    await karim.put_caret("élément 9")
    await karim.type("mon ")
    await claire.sees("mon élément 9")
    await show_authors(claire)
    await claire.page.locator("#editor .by").first.wait_for()
    assert await claire.page.evaluate(BROKEN) == 0
    await sees_numbers(claire, twelve)
    await claire.page.context.set_offline(True)
    await claire.put_caret("élément 11", after=True)
    await claire.type(" hors ligne")
    await claire.page.locator("#editor .pend").first.wait_for()
    assert await claire.page.evaluate(BROKEN) == 0
    await claire.page.context.set_offline(False)
    await karim.sees("hors ligne")


async def test_two_who_insert_apart_see_one_list(site: Site, invite: Invite) -> None:
    link = (await site.new_note("1. un\n2. fin\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    for writer in (claire, karim):
        await writer.page.context.set_offline(True)
        await writer.put_caret("un", after=True)
        await writer.page.keyboard.press("Enter")
        await writer.type(f"de {writer.name}")
    await claire.page.context.set_offline(False)
    await karim.page.context.set_offline(False)
    await asyncio.gather(claire.sees("de Karim"), karim.sees("de Claire"))
    for writer in (claire, karim):
        await sees_numbers(writer, "1. 2. 3. 4.")


async def test_keys_make_what_hands_expect(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("- texte\n"))["edit"], "Claire")
    keys = claire.page.keyboard

    await claire.put_caret("texte", after=True)
    await keys.press("Enter")
    await keys.press("Tab")
    assert await claire.page.locator(".cm-content .lp-h").count() == 0
    await claire.type("sous")
    await claire.sees_text("- texte\n  - sous\n")
    await keys.press("Shift+Tab")
    await claire.sees_text("- texte\n- sous\n")

    await write(claire, "1. a\n2. b\n3. c\n4. d")
    await claire.select("\n2. b")
    await keys.press("Delete")
    await sees_numbers(claire, "1. 2. 3.")
    await claire.put_caret("d")
    await keys.press("Alt+ArrowUp")
    await claire.sees_text("1. a\n4. d\n3. c")
    await sees_numbers(claire, "1. 2. 3.")
    await keys.press("Alt+ArrowUp")
    await claire.sees_text("1. d\n1. a\n3. c")
    await sees_numbers(claire, "1. 2. 3.")

    await claire.put_caret("d")
    await keys.press("Backspace")
    await claire.sees_text("d\n\n1. a\n3. c")
    await sees_numbers(claire, "1. 2.")
    await keys.press("Control+z")
    await claire.sees_text("1. d\n1. a\n3. c")

    await write(claire, "::: retenir\nun\n:::\n\ndeux\n\n| a | b |\n| - | - |\n| c | e |")
    await claire.put_caret("deux")
    await keys.press("Alt+ArrowUp")
    await claire.sees_text("deux\n\n::: retenir\nun\n:::\n\n| a | b |\n| - | - |\n| c | e |")
    await keys.press("Alt+ArrowDown")
    await keys.press("Alt+ArrowDown")
    await claire.sees_text("::: retenir\nun\n:::\n\n| a | b |\n| - | - |\n| c | e |\n\ndeux")


async def test_tab_stays_in_the_text_until_escape(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("un paragraphe\n"))["edit"], "Claire")
    keys, text = claire.page.keyboard, claire.page.get_by_role("textbox", name="Texte de la note")
    hint = await text.evaluate(
        "one => document.getElementById(one.getAttribute('aria-describedby')).textContent"
    )
    assert "Échap" in hint

    await claire.put_caret("paragraphe", after=True)
    await keys.press("Tab")
    await keys.press("Shift+Tab")
    await claire.type(" entier")
    await claire.sees_text("un paragraphe entier\n")

    await keys.press("Escape")
    await claire.page.locator(".cm-announced", has_text="Tab quitte le texte").wait_for(state="attached")
    await keys.press("Tab")
    assert await claire.page.evaluate(FOCUSED) != "Texte de la note"
    await keys.press("Shift+Tab")
    assert await claire.page.evaluate(FOCUSED) == "Texte de la note"
    # Who comes back begins anew.
    await keys.press("Tab")
    assert await claire.page.evaluate(FOCUSED) == "Texte de la note"
    await keys.press("Escape")
    await keys.press("Shift+Tab")
    assert await claire.page.evaluate(FOCUSED) != "Texte de la note"
    await text.focus()
    # Another key takes the way out back.
    await keys.press("Escape")
    await keys.press("ArrowLeft")
    await keys.press("Tab")
    assert await claire.page.evaluate(FOCUSED) == "Texte de la note"
