"""Footnotes are numbered by place, whole under every key, and there is a way to each and back."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site

NOTE = "Un mot et une phrase[^b].\n\n[^b]: Source"


async def test_a_footnote_is_put_in_read_and_taken_away_without_a_sign(
    site: Site, invite: Invite, axe: str
) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    press, lines = claire.page.keyboard.press, claire.page.locator(".cm-line")
    calls, notes = claire.page.locator(".lp-footnote-call"), claire.page.locator(".lp-footnote-note")

    async def insert() -> None:
        await claire.page.get_by_role("button", name="Insérer un bloc").click()
        await claire.page.locator("#insert-menu").get_by_role("button", name="Note de bas de page").click()

    # The caret is in the note, and Enter leads back to behind the call.
    await claire.put_caret("Un mot", after=True)
    await insert()
    await claire.type("Le premier.")
    await press("Enter")
    await claire.type(" ici")
    await claire.sees_text("Un mot[^1] ici et une phrase[^b].\n\n[^1]: Le premier.\n[^b]: Source")
    # By place, in the text and below it; no sign is left.
    await expect(calls).to_have_text(["1", "2"])
    await expect(notes).to_have_text(["1", "2"])
    said = [line.strip() for line in await lines.all_inner_texts()]
    assert said == ["Un mot1 ici et une phrase2.", "", "1Le premier.↩", "2Source↩"]
    assert await claire.page.locator(".lp-link").count() == 0
    assert await claire.violations(axe) == []
    # A press leads there and back, and so does Escape.
    await calls.nth(1).click()
    await claire.type(" : INSEE")
    await claire.sees("[^b]: Source : INSEE")
    await press("Escape")
    await claire.type("!")
    await claire.sees("phrase[^b]!.")
    await notes.first.click()
    await claire.type("?")
    await claire.sees("Un mot[^1]? ici")
    # The mark of a note is no letter, and typing before it comes into its words.
    await claire.put_caret("Le premier")
    await press("Backspace")
    await press("Home")
    await claire.type("Voir ")
    await claire.sees("[^1]: Voir Le premier.\n[^b]: Source : INSEE")
    # A call goes at one key, with its note, and both come back.
    await claire.put_caret("[^1]", after=True)
    await press("Backspace")
    await claire.sees_text("Un mot? ici et une phrase[^b]!.\n\n[^b]: Source : INSEE")
    await expect(calls).to_have_text(["1"])
    await press("Control+z")
    await claire.sees_text(
        "Un mot[^1]? ici et une phrase[^b]!.\n\n[^1]: Voir Le premier.\n[^b]: Source : INSEE"
    )
    await claire.put_caret("[^b]!")
    await press("Delete")
    await claire.sees_text("Un mot[^1]? ici et une phrase!.\n\n[^1]: Voir Le premier.")
    # One that was put in by mistake goes by the same key.
    await claire.put_caret("phrase", after=True)
    await insert()
    await claire.sees("phrase[^2]!.\n\n[^1]: Voir Le premier.\n[^2]: ")
    await press("Backspace")
    await claire.type("x")
    await claire.sees_text("Un mot[^1]? ici et une phrasex!.\n\n[^1]: Voir Le premier.")
