"""The toolbar: a press of each of its buttons does something, whatever kind of command it runs."""

import pytest
from playwright.async_api import Page, expect
from playwright.async_api import TimeoutError as TooLate

from tests.journeys.commenting import comment, commenter
from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import VIEW

TEXT = "# Loyers\n\nUn mot à changer.\n"
TABLE = "# Loyers\n\n| Ville | Loyer |\n| --- | --- |\n| mot | 12 |\n"
# All that a button may change: the text, what is open, what is pressed, the cards in the margin.
_SEEN = f"""() => JSON.stringify([
  {VIEW}.state.doc.toString(),
  document.querySelectorAll('dialog[open], :popover-open').length,
  document.querySelector('[data-run=authors]').ariaPressed,
  document.querySelector('#comments').outerHTML.length,
])"""
_PUT = f"""text => {{
  for (const one of document.querySelectorAll('dialog[open]')) one.close()
  for (const one of document.querySelectorAll(':popover-open')) one.hidePopover()
  const view = {VIEW}
  // Another text each time, so that a step that is undone shows, however far it goes back.
  const insert = `${{text}}\n${{window.puts = (window.puts ?? 0) + 1}}\n`
  view.dispatch({{ changes: {{ from: 0, to: view.state.doc.length, insert }}, userEvent: 'input.paste' }})
  const at = text.indexOf('mot')
  view.dispatch({{ selection: {{ anchor: at, head: at + 3 }} }})
  view.focus()
}}"""


# A line of its own, with the caret before it.
_BEGIN = f"""() => {{
  const view = {VIEW}
  const changes = {{ from: 0, to: view.state.doc.length, insert: 'mot' }}
  view.dispatch({{ changes, selection: {{ anchor: 0 }} }})
  view.focus()
}}"""


async def does_something(page: Page, name: str, text: str) -> bool:
    """Whether a press of this button changes anything, with `mot` chosen in the text, within 5 s."""
    await page.evaluate(_PUT, text)
    if name == "redo":
        await page.keyboard.press("Control+z")
    seen = await page.evaluate(_SEEN)
    await page.locator(f"#toolbar :is([data-run='{name}'], [popovertarget='{name}'])").click()
    try:
        await page.wait_for_function(f"seen => ({_SEEN})() !== seen", arg=seen, timeout=5000)
    except TooLate:
        return False
    return True


async def is_told_pressed(page: Page, name: str) -> bool:
    """Whether a button that may be on says that it is, in the line that its press has made, within 5 s."""
    await page.evaluate(_PUT, TEXT)
    button = page.locator(f"#toolbar [data-run='{name}']")
    await expect(button).to_have_attribute("aria-pressed", "false")
    await button.click()
    try:
        await expect(button).to_have_attribute("aria-pressed", "true")
    except AssertionError:
        return False
    return True


async def shown(page: Page) -> list[str]:
    """What the buttons run or open that are shown now."""
    names: list[str] = await page.locator("#toolbar button:visible").evaluate_all(
        "all => all.map(one => one.dataset.run ?? one.getAttribute('popovertarget'))"
    )
    return names


async def test_each_button_does_something(site: Site, invite: Invite) -> None:
    page = (await invite((await site.new_note(TEXT))["edit"], "Claire")).page
    names = await shown(page)
    assert {"bold", "picture", "insert-menu", "redo", "comment", "comments", "authors"} <= set(names)
    assert [name for name in names if not await does_something(page, name, TEXT)] == []
    await page.evaluate(_PUT, TABLE)
    await expect(page.locator("#table-tools")).to_be_visible()
    # A cell is no heading and no item: those do nothing there.
    of_table = set(await shown(page)) - set(names)
    assert of_table == {"table-menu"}
    assert await does_something(page, "table-menu", TABLE)


async def test_each_button_that_may_be_on_says_when_it_is(site: Site, invite: Invite) -> None:
    page = (await invite((await site.new_note(TEXT))["edit"], "Claire")).page
    named: list[str] = await page.locator("#toolbar [aria-pressed]:visible").evaluate_all(
        "all => all.map(one => one.dataset.run)"
    )
    assert {"bold", "italic", "strike", "bullet", "number", "task", "quote"} <= set(named)
    # A link is one once its address is typed; the colours of the authors have a journey of their own.
    kinds = [name for name in named if name not in {"link", "authors"}]
    assert [name for name in kinds if not await is_told_pressed(page, name)] == []


async def test_what_the_menu_says_to_type_makes_what_its_command_makes(site: Site, invite: Invite) -> None:
    page = (await invite((await site.new_note("mot"))["edit"], "Claire")).page
    typed: dict[str, str] = await page.locator("#slash [data-command]:has(kbd)").evaluate_all(
        """all => Object.fromEntries(
          all.map(one => [one.dataset.command, one.querySelector('kbd').textContent]))"""
    )
    assert {"kind:h1", "bullet", "task", "quote"} <= typed.keys()
    is_made = f"made => {VIEW}.state.doc.toString() === made"
    differ = {}
    for name, signs in typed.items():
        await page.evaluate(_BEGIN)
        await page.keyboard.type(signs)
        by_signs = await page.evaluate(f"() => {VIEW}.state.doc.toString()")
        await page.keyboard.press("Escape")
        await page.evaluate(_BEGIN)
        await page.locator(f"[data-run='{name}'], [data-command='{name}']").first.evaluate(
            "one => one.click()"
        )
        try:
            await page.wait_for_function(is_made, arg=by_signs, timeout=5000)
        except TooLate:
            differ[name] = by_signs
        await page.keyboard.press("Escape")
    assert differ == {}


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
async def test_every_tool_is_in_sight_at_each_width_of_a_desk(
    site: Site, invite: Invite, locale: str
) -> None:
    link = (await site.new_note(TEXT))["edit"]
    await comment(await invite(link, "Karim"), "mot", "Lequel ?")
    page = (await invite(link, "Claire", locale=locale)).page
    await expect(page.locator("#toolbar [data-count=comments]")).to_have_text("1")
    beyond = {}
    for width in range(641, 1300, 6):
        await page.set_viewport_size({"width": width, "height": 700})
        over = await page.locator("#toolbar").evaluate("one => one.scrollWidth - one.clientWidth")
        if over:
            beyond[width] = over
    assert beyond == {}


async def test_who_comments_is_shown_what_comments_alone(site: Site, invite: Invite) -> None:
    writer = await commenter(invite, (await site.new_note(TEXT))["edit"], "Karim")
    assert await shown(writer.page) == ["comment", "comments"]
