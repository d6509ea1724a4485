"""Writing a note: alone with the toolbar and the keyboard, and together."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, VIEW


async def test_two_people_type_at_once_and_read_the_same_text(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Retraites\n\nClaire : \n\nKarim : \n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.put_caret("Claire : ", after=True)
    await karim.put_caret("Karim : ", after=True)

    await asyncio.gather(
        claire.type("Un euro cotisé donne les mêmes droits.", delay=15),
        karim.type("Les pensions de réversion sont garanties.", delay=15),
    )

    wanted = (
        "# Retraites\n\nClaire : Un euro cotisé donne les mêmes droits.\n\n"
        "Karim : Les pensions de réversion sont garanties.\n"
    )
    await claire.sees_text(wanted)
    await karim.sees_text(wanted)
    await claire.sees_state(SAVED)
    assert await site.markdown(link) == wanted


async def test_each_sees_the_others_caret_with_a_name_and_finds_it_by_the_face(
    site: Site, invite: Invite
) -> None:
    link = (await site.new_note("# Ici\n" + "\nUne ligne de plus.\n" * 80 + "\nLà-bas\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")

    caret = claire.page.locator(".remote-caret", has_text="Karim")

    await caret.wait_for()
    await karim.put_caret("Là-bas", after=True)
    await caret.wait_for(state="detached")
    await claire.page.get_by_role("button", name="Aller au curseur de Karim").click()

    await caret.wait_for()
    assert await claire.page.locator(".cm-line", has_text="Là-bas").is_visible()
    styles = await caret.evaluate("caret => getComputedStyle(caret).borderLeftColor")
    assert styles != "rgba(0, 0, 0, 0)"


# Whether those named stand where the text of the first line ends, and the others before its last word.
_STAND = """names => {
  const line = document.createRange()
  line.selectNodeContents(document.querySelector('.cm-line'))
  const end = line.getBoundingClientRect().right
  const carets = [...document.querySelectorAll('.remote-caret')]
  return carets.length === 2 && carets.every(caret => {
    const isAtEnd = Math.abs(caret.getBoundingClientRect().left - end) < 4
    return isAtEnd === names.includes(caret.textContent)
  })
}"""


@pytest.mark.whole
async def test_letters_carry_the_caret_of_who_writes_and_no_other(site: Site, invite: Invite) -> None:
    link = (await site.new_note("ici\n"))["edit"]
    claire, karim, nadia = [await invite(link, name) for name in ("Claire", "Karim", "Nadia")]
    for writer in (karim, claire):
        await writer.put_caret("ici", after=True)
    await nadia.page.wait_for_function(_STAND, arg=["Claire", "Karim"])

    await claire.type(" et là")

    await nadia.sees("ici et là")
    await nadia.page.wait_for_function(_STAND, arg=["Claire"])


@pytest.mark.whole
async def test_undo_goes_back_some_words_at_a_time_and_redo_gives_all_again(
    site: Site, invite: Invite
) -> None:
    claire = await invite((await site.new_note("Bail.\n"))["edit"], "Claire")
    keys = claire.page.keyboard
    await claire.put_caret("Bail.", after=True)
    paragraph = "La mesure coûte deux millions par an. Elle touche les communes de moins de mille habitants."
    await claire.type("\n" + "\n".join([paragraph] * 4))
    whole = await claire.text()

    await keys.press("Control+z")
    left = await claire.text()
    assert 0 < len(whole) - len(left) < len(paragraph)
    presses = 1
    while await claire.text() != "Bail.\n":
        await keys.press("Control+z")
        presses += 1
        assert presses < 100
    assert presses > 10
    for _ in range(presses):
        await keys.press("Control+y")
    assert await claire.text() == whole


async def test_undo_takes_back_only_ones_own_words(site: Site, invite: Invite) -> None:
    link = (await site.new_note("un deux\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.put_caret("un", after=True)
    await claire.type(" de Claire")
    await karim.sees("un de Claire deux")
    await karim.put_caret("deux", after=True)
    await karim.type(" de Karim")
    await claire.sees("deux de Karim")

    await claire.page.keyboard.press("Control+z")

    await claire.sees_text("un deux de Karim\n")
    await karim.sees_text("un deux de Karim\n")


async def test_the_toolbar_makes_every_kind_of_text(site: Site, invite: Invite) -> None:
    link = (await site.new_note("titre\ngras\nitalique\nbarré\npuce\nnombre\ntâche\nmot cité\nfin\n"))["edit"]
    claire = await invite(link, "Claire")
    bar = claire.page.get_by_role("toolbar", name="Mise en forme")

    await claire.put_caret("titre")
    await bar.get_by_role("combobox").select_option("Titre 1")
    for word, button in [
        ("gras", "Gras"),
        ("italique", "Italique"),
        ("barré", "Barré"),
        ("puce", "Liste à puces"),
        ("nombre", "Liste numérotée"),
        ("tâche", "Liste à cocher"),
        ("mot cité", "Citation"),
    ]:
        await claire.select(word)
        await bar.get_by_role("button", name=button, exact=True).click()
    await claire.put_caret("fin", after=True)
    await bar.get_by_role("button", name="Tableau").click()

    wanted = (
        "# titre\n**gras**\n*italique*\n~~barré~~\n\n"
        "- puce\n\n1. nombre\n\n- [ ] tâche\n\n> mot cité\n\nfin\n\n"
        "| Colonne 1 | Colonne 2 | Colonne 3 |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |\n"
    )
    await claire.sees_text(wanted)
    await claire.page.get_by_role("checkbox", name="tâche").click()
    await claire.sees("- [x] tâche")
    await bar.get_by_role("button", name="Annuler").click()
    await claire.sees("- [ ] tâche")


async def test_enter_twice_leaves_a_list_with_the_blank_line_that_ends_it(site: Site, invite: Invite) -> None:
    link = (await site.new_note("\n"))["edit"]
    claire = await invite(link, "Claire")

    await claire.page.keyboard.press("Control+Home")
    await claire.type("- un\ndeux\n\nAprès la liste.")

    await claire.sees("- un\n- deux\n\nAprès la liste.")


async def test_half_an_emoji_never_leaves_the_page(site: Site, invite: Invite) -> None:
    link = (await site.new_note("a 😀 z\n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")

    # 😀 and 😁 share their first half: this is what the browser's own difference makes of the exchange.
    await claire.page.evaluate(f"{VIEW}.dispatch({{changes: {{from: 3, to: 4, insert: '\\ude01'}}}})")

    await karim.sees_text("a 😁 z\n")
    await claire.sees_state(SAVED)
    assert await site.markdown(link) == "a 😁 z\n"


async def test_the_name_is_asked_once_and_remembered(site: Site, invite: Invite) -> None:
    link = (await site.new_note("Bonjour\n"))["edit"]
    claire = await invite(link, "Claire")
    me = claire.page.get_by_role("button", name="Claire (vous)")
    await me.wait_for()

    await claire.page.reload()
    await claire.page.locator(".cm-content").click()

    await me.wait_for()
    assert not await claire.page.locator("#name").is_visible()


async def test_who_gives_no_name_writes_all_the_same(site: Site, invite: Invite) -> None:
    link = (await site.new_note("Bonjour\n"))["edit"]
    guest, karim = await invite(link), await invite(link, "Karim")
    await guest.page.locator(".cm-content").click()

    await guest.page.get_by_role("button", name="Rester anonyme").click()
    await guest.page.keyboard.press("Control+Home")
    await guest.type("Oui. ")

    await karim.sees_text("Oui. Bonjour\n")
    await karim.page.get_by_role("button", name="Aller au curseur d’Anonyme").wait_for()


async def test_an_accent_in_the_making_survives_what_others_type(site: Site, invite: Invite) -> None:
    link = (await site.new_note("# Ici\n\n**gras** et après\n\nKarim : \n"))["edit"]
    claire, karim = await invite(link, "Claire"), await invite(link, "Karim")
    await claire.put_caret("**gras**", after=True)
    keyboard = await claire.page.context.new_cdp_session(claire.page)
    await karim.put_caret("Karim : ", after=True)

    for made in (" ^", " ê", " êt"):
        end = len(made)
        await keyboard.send(
            "Input.imeSetComposition", {"text": made, "selectionStart": end, "selectionEnd": end}
        )
        await karim.type("oui ")
    await keyboard.send("Input.insertText", {"text": " être"})

    await claire.sees_text("# Ici\n\n**gras** être et après\n\nKarim : oui oui oui \n")
    await karim.sees_text("# Ici\n\n**gras** être et après\n\nKarim : oui oui oui \n")


@pytest.mark.whole
async def test_five_hundred_steps_can_be_taken_back_and_what_older_ones_did_stays(
    site: Site, invite: Invite
) -> None:
    links = await site.new_note("x" * 700)
    writer = await invite(links["edit"], "Claire")
    # A caret that jumps begins another step; each takes a letter of before away and writes one of its own.
    await writer.page.evaluate(
        f"""async () => {{
          const view = {VIEW}
          for (let step = 0; step < 610; step += 1) {{
            view.dispatch({{ selection: {{ anchor: step }} }})
            view.dispatch({{ changes: {{ from: step, to: step + 1, insert: 'o' }}, userEvent: 'input.type' }})
            if (step === 599) await new Promise(later => setTimeout(later))
          }}
        }}"""
    )
    assert await writer.text() == "o" * 610 + "x" * 90
    await writer.page.evaluate(
        "() => { const undo = document.querySelector('[data-run=undo]'); let n = 0;"
        " while (n++ < 700) undo.click() }"
    )
    await writer.sees_state(SAVED)
    assert await writer.text() == "o" * 100 + "x" * 600
    assert await site.markdown(links["edit"]) == "o" * 100 + "x" * 600


@pytest.mark.whole
async def test_heights_are_guessed_by_the_same_letters_whatever_is_in_view(
    site: Site, invite: Invite
) -> None:
    long = "Une ligne de texte qui en remplit bien plus d’une.\n\n" * 80
    code = "```\n" + "a = 1\n" * 80 + "```\n"
    claire = await invite((await site.new_note(f"Un mot\n\n{long}{code}"))["edit"], "Claire")
    height = await claire.page.evaluate(f"{VIEW}.defaultLineHeight")
    await claire.put_caret("```\n", after=True)
    await claire.page.evaluate(f"{VIEW}.dispatch({{ scrollIntoView: true }})")
    await expect(claire.page.locator(".lp-code").first).to_be_in_viewport()
    assert await claire.page.evaluate(f"{VIEW}.defaultLineHeight") == height
