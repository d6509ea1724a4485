"""What is composed, by dead keys, in kana or Arabic, is neither lost nor doubled while others type there."""

import pytest
from playwright.async_api import Browser, CDPSession, expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, TYPE, VIEW, Writer

NOTE = "# Titre\n\n**début** Ici  fin\n"
# What each keyboard shows while it composes, and at last.
KEYBOARDS = [
    ["^", "ê"],
    ["k", "か", "かn", "かん", "漢字"],
    ["م", "مر", "مرح", "مرحبا"],
    ["ㅎ", "하", "한", "한글"],
]
# After which words, or in front of which, the other person types: beside what is composed, and in its line.
PLACES = [("Ici ", ""), ("", " fin"), ("**début", "")]


# What the browser shows is not what the editor thinks: it cannot draw the next change.
FAIL_ONCE = f"""() => {{
  const {{ docView }} = {VIEW}
  docView.update = () => {{ throw new Error('expected what is shown to be what was drawn') }}
}}"""


async def keyboard(writer: Writer) -> CDPSession:
    return await writer.page.context.new_cdp_session(writer.page)


async def compose(keys: CDPSession, made: str) -> None:
    end = len(made.encode("utf-16-le")) // 2
    await keys.send("Input.imeSetComposition", {"text": made, "selectionStart": end, "selectionEnd": end})


async def same(site: Site, link: str, *writers: Writer) -> str:
    """The text, once all screens and the disk agree."""
    for writer in writers:
        await writer.sees_state(SAVED)
    text = await writers[0].text()
    for writer in writers[1:]:
        await writer.sees_text(text)
    assert await site.markdown(link) == text
    return text


@pytest.mark.whole
async def test_what_is_composed_comes_once_while_somebody_types_beside_it(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    keys = await keyboard(claire)
    composed, typed = [], []
    for number, (steps, place) in enumerate((steps, place) for steps in KEYBOARDS for place in PLACES):
        await claire.put_caret(" fin")
        for step, made in enumerate(steps):
            await compose(keys, made)
            typed.append(f"({number}.{step})")
            await karim.page.evaluate(TYPE, [*place, typed[-1]])
        composed.append(steps[-1])
        await keys.send("Input.insertText", {"text": composed[-1]})
        await claire.sees(typed[-1])
        await karim.sees(composed[-1])
    text = await same(site, link, claire, karim)
    for said in [*typed, *composed]:
        assert said in text
        text = text.replace(said, "", 1)
    assert text == NOTE


async def test_two_people_compose_in_the_same_place(site: Site, invite: Invite) -> None:
    link = (await site.new_note("Ici :  fin\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    hands = [await keyboard(claire), await keyboard(karim)]
    for writer in (claire, karim):
        await writer.put_caret(" fin")
    for steps in zip(["か", "かん", "かんじ"], ["م", "مر", "مرح"], strict=True):
        for keys, made in zip(hands, steps, strict=True):
            await compose(keys, made)
    for keys, made in zip(hands, ["漢字", "مرحبا"], strict=True):
        await keys.send("Input.insertText", {"text": made})
    await claire.sees("مرحبا")
    await karim.sees("漢字")
    assert await same(site, link, claire, karim) in {"Ici : 漢字مرحبا fin\n", "Ici : مرحبا漢字 fin\n"}


@pytest.mark.whole
async def test_a_table_is_left_in_the_middle_of_a_composition(site: Site, invite: Invite) -> None:
    link = (await site.new_note("Avant\n\n| A | B |\n| --- | --- |\n| un | deux |\n\nFin\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.put_caret("un", after=True)
    await compose(await keyboard(claire), "漢")
    await claire.page.keyboard.press("Tab")
    await expect(claire.page.locator(".cm-content")).not_to_be_focused()
    await expect(claire.page.get_by_role("cell", name="un漢")).to_be_visible()
    await karim.page.evaluate(TYPE, ["Avant", "", "-hier"])
    await claire.sees("Avant-hier")
    await claire.put_caret("Fin", after=True)
    await claire.type(".")
    text = await same(site, link, claire, karim)
    assert text == "Avant-hier\n\n| A | B |\n| --- | --- |\n| un漢 | deux |\n\nFin.\n"


async def test_a_text_that_could_not_be_drawn_is_drawn_anew(site: Site, browser: Browser) -> None:
    link = (await site.new_note(NOTE))["edit"]
    # Its console says what went wrong, as it should.
    context = await browser.new_context(locale="fr-FR")
    claire = Writer(await context.new_page(), "Claire")
    await claire.open(link)
    await claire.put_caret("Ici", after=True)
    await claire.page.evaluate(FAIL_ONCE)
    await claire.type(" et là")
    await claire.sees_text(NOTE.replace("Ici", "Ici et là"))
    await expect(claire.page.locator(".cm-line").nth(2)).to_have_text("début Ici et là  fin")
    assert await same(site, link, claire) == NOTE.replace("Ici", "Ici et là")
    await context.close()


@pytest.mark.long
async def test_what_somebody_waits_for_comes_when_the_keyboard_rests(site: Site, invite: Invite) -> None:
    link = (await site.new_note(NOTE))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.put_caret(" fin")
    keys = await keyboard(claire)
    await compose(keys, "か")
    await karim.page.evaluate(TYPE, ["Ici ", "", "oui"])
    await claire.sees("oui", within=15_000)
    await compose(keys, "ん")
    await keys.send("Input.insertText", {"text": "ん"})
    await karim.sees("かん")
    assert await same(site, link, claire, karim) == "# Titre\n\n**début** Ici ouiかん fin\n"
