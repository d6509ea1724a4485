"""The editor for everyone: screen readers, keyboards, phones, narrow and enlarged screens, two languages."""

import json

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.site import ROOT, Site
from tests.journeys.writer import OFFLINE

NOTE = """# Retraites : la réforme par points

*Note de l'équipe économie*

## L'essentiel

La France consacre **13,8 % de son PIB** aux retraites.

> « Nous ne toucherons pas à l'âge légal. »

- Un régime **universel**
- [x] Chiffrage relu par [l'Institut](https://example.org)
- [ ] Validation par `@Claire`

| Mesure | 2018 |
| ------ | ---- |
| Total  | 1,1  |
"""
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
FADED = """() => {
  const name = document.querySelector('.remote-caret > span')
  return name && getComputedStyle(name).opacity === '0'
}"""
TARGET_PX = 44


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("scheme", "size"),
    [("light", (1440, 900)), ("dark", (390, 844)), pytest.param("light", (320, 640), marks=pytest.mark.long)],
)
async def test_axe_finds_nothing_wrong(
    site: Site, invite: Invite, axe: str, scheme: str, size: tuple[int, int]
) -> None:
    link = (await site.new_note(NOTE))["edit"]
    screen = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    claire, karim = await invite(link, "Claire", **screen), await invite(link, "Karim")
    await karim.select("essentiel")
    await claire.put_caret("France")
    # A name that fades is not to be read any more.
    await claire.page.wait_for_function(FADED)

    assert await claire.violations(axe) == []
    await claire.page.get_by_role("button", name="Autres actions").click()
    assert await claire.violations(axe) == []
    await claire.page.get_by_role("button", name="Changer mon nom").click()
    assert await claire.violations(axe) == []
    await claire.page.keyboard.press("Escape")
    await claire.page.keyboard.press("Control+f")
    await claire.page.get_by_placeholder("Rechercher").wait_for()
    assert await claire.violations(axe) == []


@pytest.mark.first(1)
@pytest.mark.parametrize("width", [320, 720])
async def test_nothing_is_cut_off_at_any_width(site: Site, invite: Invite, width: int) -> None:
    """720 is a laptop of 1440 pixels at 200 %."""
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire", viewport={"width": width, "height": 450})

    assert await beyond_the_edge(claire.page) == []


async def test_a_narrow_phone_says_the_save_state_whole(site: Site, invite: Invite) -> None:
    viewport = {"width": 320, "height": 640}
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire", **PHONE | {"viewport": viewport})
    await claire.page.context.set_offline(True)
    await claire.type("Dans un tunnel.")
    state = claire.page.locator("#state[data-state=offline]")
    await expect(state).to_contain_text(OFFLINE)
    assert await state.evaluate(
        "one => one.scrollWidth <= one.clientWidth && one.getBoundingClientRect().right"
        " <= one.parentElement.getBoundingClientRect().right"
    )


async def beyond_the_edge(page: Page) -> list[str]:
    """What reaches beyond the screen; the toolbar and tables may be scrolled."""
    found: list[str] = await page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
          .filter(one => one.checkVisibility() && !one.closest('.bar, .lp-table, .vh, .sprite, .cm-layer'))
          .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
          .map(one => `${one.tagName}.${one.className}`)"""
    )
    return found


async def test_a_phone_has_its_tools_below_and_room_for_a_thumb(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire", **PHONE)

    bar = await claire.page.get_by_role("toolbar").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] == pytest.approx(844, abs=1)
    small = await claire.page.evaluate(
        """least => [...document.querySelectorAll('.bar button, .top .btn, .top .home')]
          .filter(one => one.checkVisibility())
          .map(one => [one.ariaLabel, one.getBoundingClientRect()])
          .filter(([, box]) => box.width < least || box.height < least)
          .map(([name]) => name)""",
        TARGET_PX,
    )
    assert small == []


async def test_the_keyboard_reaches_everything_and_is_never_caught(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")
    keys = claire.page.keyboard
    focused = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"

    await claire.page.get_by_role("combobox", name="Style du paragraphe").focus()
    await keys.press("ArrowRight")
    assert await claire.page.evaluate(focused) == "Gras"
    await keys.press("End")
    assert await claire.page.evaluate(focused) == "Lire"
    await claire.put_caret("France")
    await keys.press("Escape")
    await keys.press("Tab")
    assert await claire.page.evaluate(focused) != "Texte de la note"

    await claire.put_caret("[x] Chiffrage")
    await keys.press("Tab")
    await claire.sees("\n  - [x] Chiffrage")
    await keys.press("Shift+Tab")
    await claire.sees("\n- [x] Chiffrage")
    await keys.press("Control+/")
    await claire.page.get_by_role("dialog", name="Raccourcis clavier").wait_for()


async def test_a_screen_reader_hears_headings_boxes_and_the_save_state(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")

    await claire.page.get_by_role("heading", name="L'essentiel", level=2).wait_for()
    await claire.page.get_by_role("checkbox", name="Chiffrage relu", checked=True).wait_for()
    await claire.page.get_by_role("textbox", name="Texte de la note").wait_for()

    # That all is saved goes without saying, until it was not.
    spoken = claire.page.locator("#spoken")
    await claire.page.context.set_offline(True)
    await claire.type("Dans un tunnel.")
    await expect(spoken).to_have_text(OFFLINE)
    await claire.page.context.set_offline(False)
    await expect(spoken).to_have_text("Enregistré")


async def test_the_page_speaks_english_to_those_who_ask_for_it(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, locale="en-GB")

    await claire.sees_state("Saved")
    await claire.page.get_by_role("toolbar", name="Formatting").get_by_role("button", name="Bold").wait_for()
    await claire.page.locator(".cm-content").focus()
    await claire.page.get_by_role("heading", name="What’s your name?").wait_for()


async def test_the_title_and_the_outline_follow_the_headings(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")

    await claire.put_caret("points", after=True)
    await claire.type(" et après")

    await expect(claire.page).to_have_title("Retraites : la réforme par points et après — Pochette")
    outline = claire.page.get_by_role("navigation", name="Plan de la note")
    await outline.get_by_role("link", name="L'essentiel").click()
    await outline.locator("[aria-current=location]", has_text="L'essentiel").wait_for()


async def test_control_p_leads_to_the_pages_of_the_print(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire = await invite(link, "Claire")

    await claire.page.keyboard.press("Control+p")

    await claire.page.wait_for_url(f"{link}/print")


async def test_the_words_of_both_languages_are_the_same_ones() -> None:
    fr, en = (json.loads((ROOT / "web" / "words" / f"{lang}.json").read_text()) for lang in ("fr", "en"))
    assert keys_of(fr) == keys_of(en)


def keys_of(words: dict[str, object], path: str = "") -> set[str]:
    keys: set[str] = set()
    for name, value in words.items():
        keys |= keys_of(value, f"{path}{name}.") if isinstance(value, dict) else {path + name}
    return keys
