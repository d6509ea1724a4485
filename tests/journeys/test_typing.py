"""Marks that are typed, and keys, make what the toolbar makes."""

from tests.journeys.conftest import Invite
from tests.journeys.site import Site


async def test_marks_make_their_kind_of_text_as_they_are_typed(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("\n"))["edit"], "Claire")
    page = claire.page
    await page.keyboard.press("Control+Home")
    await claire.type("# Titre\n## Sous-titre\n- puce\n\n1. nombre\n\n[] tâche\n\n> cité")

    await claire.sees("# Titre\n\n## Sous-titre\n\n- puce\n\n1. nombre\n\n- [ ] tâche\n\n> cité")
    text = page.get_by_role("textbox", name="Texte de la note")
    await text.get_by_role("heading", name="Titre", exact=True, level=1).wait_for()
    await text.get_by_role("heading", name="Sous-titre", level=2).wait_for()
    await page.get_by_role("checkbox", name="tâche").wait_for()
    for look in (".lp-bullet", ".lp-number", ".lp-quote"):
        await page.locator(f"#editor {look}").wait_for()


async def test_a_box_may_stand_under_the_mark_of_its_item(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("-\n  [ ] dessous\n\n- [ ] ici\n"))["edit"], "Claire")
    await claire.put_caret("ici")
    await claire.type("par ")
    await claire.page.get_by_role("checkbox", name="par ici").wait_for()
    await claire.sees_text("-\n  [ ] dessous\n\n- [ ] par ici\n")


KEYS = {
    "Control+b": "**mot**",
    "Control+i": "*mot*",
    "Control+Alt+1": "# mot",
    "Control+Alt+2": "## mot",
    "Control+Alt+3": "### mot",
    "Control+Shift+7": "1. mot",
    "Control+Shift+8": "- mot",
    "Control+Shift+9": "- [ ] mot",
}


async def test_keys_make_their_kind_of_text(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("mot\n"))["edit"], "Claire")
    for keys, wanted in KEYS.items():
        await claire.select("mot")
        await claire.page.keyboard.press(keys)
        await claire.sees_text(f"{wanted}\n")
        await claire.page.keyboard.press("Control+z")
        await claire.sees_text("mot\n")


async def test_the_same_keys_begin_and_end_what_is_bold(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("Un \n"))["edit"], "Claire")
    await claire.put_caret("Un ", after=True)
    for _ in range(2):
        await claire.page.keyboard.press("Control+b")
        await claire.type("mot")
        await claire.page.keyboard.press("Control+b")
        await claire.type(" puis ")
    await claire.sees_text("Un **mot** puis **mot** puis \n")
    # Where nothing was typed, nothing stays; in a word, the word is bold no longer.
    await claire.page.keyboard.press("Control+b")
    await claire.page.keyboard.press("Control+b")
    await claire.put_caret("t** puis")
    await claire.page.keyboard.press("Control+b")
    await claire.sees_text("Un mot puis **mot** puis \n")


async def test_marks_stand_around_each_line_that_is_chosen(site: Site, invite: Invite) -> None:
    note = "Un mot \n\n- deux\n- **trois**\n"
    claire = await invite((await site.new_note(note))["edit"], "Claire")
    await claire.select(note)
    await claire.page.keyboard.press("Control+b")
    await claire.sees_text("**Un mot** \n\n- **deux**\n- **trois**\n")
    await claire.page.keyboard.press("Control+b")
    await claire.sees_text("Un mot \n\n- deux\n- trois\n")


async def test_what_is_typed_over_lines_takes_their_place_and_brings_no_style(
    site: Site, invite: Invite
) -> None:
    note = "# Titre\n\n**Un** mot\n\n- deux\n- trois\n"
    claire = await invite((await site.new_note(note))["edit"], "Claire")
    # The first line stays what it is, and bold letters keep their other half.
    for passage, wanted in {
        "itre\n\n**Un** m": "# TVuot\n\n- deux\n- trois\n",
        "Un** mot\n\n- de": "# Titre\n\n**Vu**ux\n\n- trois\n",
        "eux\n- tr": "# Titre\n\n**Un** mot\n\n- dVuois\n",
        note.removesuffix("\n"): "# Vu\n",
    }.items():
        await claire.select(passage)
        await claire.type("Vu")
        await claire.sees_text(wanted)
        await claire.page.keyboard.press("Control+z")
        await claire.sees_text(note)
