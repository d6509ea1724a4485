"""The day of a team of four: a classeur from nothing, twenty files, a pochette, and one who has to leave."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.dropping import drop
from tests.journeys.looks import PHONE
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer

FILES = Path(__file__).parents[1] / "export" / "office" / "files"
THEMES = {
    "Économie": ("Retraites", "Apprentis", "Commerce", "Budget", "Entreprises"),
    "Logement": ("Loyers", "Rénover", "Bailleurs"),
}
LOOSE = ("Hôpital", "École", "Justice", "Police", "Culture", "Sport", "Forêts", "Mer", "Nantes")
OF_THE_DAY = ("Loyers", "Retraites", "Nantes")
BROKEN = "abîmé.docx"
INES = "Inès Robert"
GROUP = "Telegram économie"
NOTHING = "Il vous faut un accès"
REMOVED = "Votre accès à cette note a été retiré."
# Twenty files cost 3.3 s of CPU time. A removal showed after 0.4 to 0.7 s on 2 cores with a load of 12.
FILES_SECONDS = 30
CUT_SECONDS = 1.0
# Remembers when the page says for the first time what is given; milliseconds since 1970.
WATCH = """words => {
  const look = () => {
    if (!window.saidAt && document.body.innerText.includes(words)) window.saidAt = Date.now()
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true,
    attributes: true })
}"""
PRESS = "button => { window.pressedAt = Date.now(); button.click() }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Four people, each with a browser; `way` is the address that their group chat has."""

    claire: Page
    karim: Page
    ines: Page
    awa: Page
    binder: str
    way: str


def twenty() -> dict[str, bytes]:
    """Eight with a theme in front matter, nine without, one of Word, one of Writer, one that is broken."""
    texts = {
        title: f"---\ntheme: {theme}\n---\n# {title}\n\nPoint de départ.\n"
        for theme, titles in THEMES.items()
        for title in titles
    } | {title: f"# {title}\n\nPoint de départ.\n" for title in LOOSE}
    office = {name: (FILES / name).read_bytes() for name in ("word.docx", "writer.odt")}
    return {f"{title}.md": text.encode() for title, text in texts.items()} | office | {BROKEN: b"PK broken"}


@pytest.mark.whole
async def test_from_nothing_to_a_pochette_and_one_who_leaves(site: Site, open_page: OpenPage) -> None:
    team = await gathered(open_page, site)
    seconds = await twenty_files_come(team)
    assert seconds < FILES_SECONDS
    await are_listed_by_theme(team)
    note = await two_write_in_one_note(team)
    pochette = await composes(team)
    milliseconds = await ines_is_removed(team, note)
    print(f"20 files {seconds:.1f} s, cut off after {milliseconds} ms")  # noqa: T201 - the figures of this run
    assert milliseconds < 1000 * CUT_SECONDS
    await the_others_go_on(team, note, pochette)
    await nothing_opens(team, site, note, pochette)


async def gathered(open_page: OpenPage, site: Site) -> Team:
    """Claire makes the classeur and one link to it, and three others come by that link."""
    claire = await open_page()
    await claire.goto(site.url)
    await claire.get_by_role("link", name="Nouveau classeur").first.click()
    await claire.get_by_label("Nom du classeur").fill("Programme")
    await claire.get_by_role("button", name="Créer le classeur").click()
    await claire.get_by_role("link", name="Ouvrir le classeur").click()
    binder = claire.url
    await claire.get_by_role("button", name="Partager").click()
    dialog = claire.get_by_role("dialog", name="Partager Programme")
    await dialog.get_by_role("radio", name="Modifier").check()
    await dialog.get_by_label("Pour qui").fill(GROUP)
    await dialog.get_by_role("button", name="Créer ce lien").click()
    way = await dialog.get_by_label("Adresse du lien").input_value()
    await claire.keyboard.press("Escape")
    karim, ines, awa = await open_page(), await open_page(), await open_page(**PHONE)
    for page, name in ((karim, "Karim Haddad"), (ines, INES), (awa, "Awa Diop")):
        await page.goto(way)
        await page.get_by_label("Votre nom").fill(name)
        await page.get_by_role("button", name="Ouvrir le classeur").click()
        await page.get_by_text("Vous voilà dans Programme.").wait_for()
    return Team(claire=claire, karim=karim, ines=ines, awa=awa, binder=binder, way=way)


async def twenty_files_come(team: Team) -> float:
    """Seconds from the drop to the whole report."""
    page = team.claire
    started = time.monotonic()
    await drop(page, **twenty())
    await expect(page.get_by_role("heading", name="Import terminé")).to_be_visible(
        timeout=1000 * FILES_SECONDS
    )
    seconds = time.monotonic() - started
    await expect(page.locator(".outcome")).to_contain_text("19 notes importées, 1 fichier non importé")
    await expect(page.locator(".failed b")).to_have_text([BROKEN])
    await expect(page.locator(".failed")).to_contain_text("endommagé")
    await page.get_by_role("link", name="Ouvrir le classeur").click()
    return seconds


async def are_listed_by_theme(team: Team) -> None:
    for theme, count in (*((theme, len(titles)) for theme, titles in THEMES.items()), ("Sans thème", 11)):
        heading = team.claire.get_by_role("region", name=theme).get_by_role("heading")
        await expect(heading).to_have_text(f"{theme} {count}")
    karim = team.karim
    await karim.reload()
    await karim.get_by_role("list", name="Thèmes").get_by_role("link", name="Économie").click()
    await expect(karim.get_by_role("heading", level=1)).to_have_text("Économie")
    titles = await karim.locator("#notes [data-note] b").all_inner_texts()
    assert sorted(titles) == sorted(THEMES["Économie"])


async def two_write_in_one_note(team: Team) -> str:
    """The address of the note that Karim and Inès have open from now on."""
    await team.karim.locator("#notes").get_by_role("link", name="Retraites").click()
    note = team.karim.url.partition("?")[0]
    assert re.fullmatch(rf"{team.binder.partition('/c/')[0]}/n/[\w-]{{22}}", note)
    karim, ines = Writer(team.karim, None), Writer(team.ines, None)
    for writer, words in ((karim, " Karim écrit."), (ines, " Inès aussi.")):
        await writer.open(note)
        await writer.put_caret("départ.", after=True)
        await writer.type(words)
    for writer in (karim, ines):
        await writer.sees("Karim écrit.")
        await writer.sees("Inès aussi.")
        await writer.sees_state(SAVED)
    await team.claire.goto(team.binder)
    row = team.claire.get_by_role("region", name="Économie").get_by_role("listitem").first
    await expect(row).to_contain_text("2 personnes écrivent")
    return note


async def composes(team: Team) -> str:
    """The address of the pochette of the day, which Claire makes and Awa reads on her phone."""
    claire, awa = team.claire, team.awa
    await claire.locator(".band").get_by_role("button", name="Composer").click()
    await claire.get_by_role("button", name="Ajouter une note").click()
    dialog = claire.get_by_role("dialog", name="Ajouter des notes")
    for title in OF_THE_DAY:
        await dialog.get_by_label(title).check()
    await dialog.get_by_role("button", name="Ajouter 3 notes").click()
    await expect(claire.locator("#list .what b")).to_have_text(OF_THE_DAY)
    pochette = claire.url.partition("?")[0]
    await claire.get_by_role("link", name="Lire", exact=True).click()
    await expect(claire.locator("main ol b")).to_have_text(OF_THE_DAY)

    await awa.goto(team.binder)
    await awa.locator(".band").get_by_role("link", name="Lire").tap()
    await expect(awa.locator("main ol b")).to_have_text(OF_THE_DAY)
    await awa.get_by_role("link", name="Loyers").tap()
    await awa.get_by_role("link", name="Note suivante").tap()
    await expect(awa.get_by_role("heading", level=1)).to_have_text("Retraites")
    await expect(awa.locator("article")).to_contain_text("Karim écrit.")
    return pochette


async def ines_is_removed(team: Team, note: str) -> int:
    """Milliseconds from the press on Retirer until the page of Inès says that it is over."""
    claire, ines = team.claire, team.ines
    await claire.goto(team.binder)
    await claire.get_by_role("button", name="Partager").click()
    dialog = claire.get_by_role("dialog", name="Partager Programme")
    await dialog.get_by_role("tab").filter(has_text=GROUP).click()
    panel = dialog.get_by_role("tabpanel", name=GROUP)
    await panel.get_by_role("button", name=f"Retirer {INES}").click()
    await expect(
        panel.get_by_text("Les 2 autres personnes venues par ce lien gardent l’accès")
    ).to_be_visible()
    assert ines.url.startswith(note)
    await ines.evaluate(WATCH, REMOVED)
    await panel.get_by_role("button", name="Retirer", exact=True).evaluate(PRESS)
    await ines.get_by_text(REMOVED).wait_for()
    await expect(ines.locator(".cm-content")).to_have_attribute("contenteditable", "false")
    await expect(panel.get_by_role("button", name=f"Retirer {INES}")).to_have_count(0)
    assert await panel.get_by_label("Adresse du lien").input_value() != team.way
    said, pressed = await ines.evaluate("window.saidAt"), await claire.evaluate("window.pressedAt")
    return int(said - pressed)


async def the_others_go_on(team: Team, note: str, pochette: str) -> None:
    """They do so while the page of Inès is still open, which is shown nothing of it."""
    karim = Writer(team.karim, None)
    await karim.put_caret("Karim écrit.", after=True)
    await karim.type(" Et il continue.")
    await karim.sees_state(SAVED)
    await team.awa.goto(f"{pochette}?view=read")
    await expect(team.awa.locator("main ol b")).to_have_text(OF_THE_DAY)
    await team.awa.goto(f"{note}?view=read")
    await expect(team.awa.locator("article")).to_contain_text("Et il continue.")
    for page in (team.claire, team.karim, team.awa):
        await page.goto(team.binder)
        economy = page.get_by_role("region", name="Économie")
        await expect(economy.get_by_role("link", name="Retraites")).to_be_visible()
    assert "continue" not in await Writer(team.ines, None).text()


async def nothing_opens(team: Team, site: Site, note: str, pochette: str) -> None:
    page = team.ines
    for address, heading in (
        (note, NOTHING),
        (f"{note}?view=edit", NOTHING),
        (team.binder, NOTHING),
        (pochette, NOTHING),
        (team.way, "Lien introuvable"),
    ):
        answer = await page.goto(address)
        assert answer is not None
        assert answer.status == 404, address
        await expect(page.get_by_role("heading", name=heading)).to_be_visible()
        await says_nothing(page)
    rows = team.claire.locator("#notes a.row")
    notes: list[str] = await rows.evaluate_all("rows => rows.map(row => row.href)")
    assert len(notes) >= len(THEMES)
    files = (f"{note}/note.md", f"{team.binder}/classeur.zip", f"{team.way}/classeur.zip")
    for address in (*notes, *files, f"{pochette}/pochette.pdf", f"{team.binder}/pochettes"):
        assert (await page.request.get(address)).status == 404, address
    await page.goto(site.url)
    await expect(page.get_by_text("Lien fermé")).to_be_visible()
    await says_nothing(page)


async def says_nothing(page: Page) -> None:
    """No title of the classeur's notes, no theme, neither its name nor that of its link."""
    content = await page.content()
    held = {"Programme", GROUP, *OF_THE_DAY, *THEMES, *THEMES["Économie"]}
    assert not {words for words in held if words in content}, page.url
