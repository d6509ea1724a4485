"""A note is begun, written, commented and printed by keys alone, and each step is said to a screen reader."""

import re
from collections.abc import Iterable

import pytest
from playwright.async_api import Locator, Page, Response, expect

from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.hearing import Ear, tree
from tests.journeys.site import Site
from tests.journeys.writer import fetched

TEXT = "Texte de la note"
BLOCKS = """\
heading 1 Gares rouvertes
heading 2 Calendrier
list
  listitem 1
  listitem 2
  listitem 1
  listitem 1
    checkbox Prévenir la mairie
table
encadré À retenir
link Lire la note 1
link le rapport
mark
link Retour à l’appel de la note 1
"""
TABS = 20


async def tab_to(page: Page, name: str) -> Locator:
    """What has the focus after some presses of Tab, by the beginning of its name."""
    focus = page.locator(":focus")
    for _ in range(TABS):
        await page.keyboard.press("Tab")
        said = await focus.evaluate("one => one.ariaLabel ?? one.textContent.trim()")
        if said.startswith(name):
            return focus
    raise AssertionError(f"expected Tab to reach {name}")


# What is typed, with keys in angle brackets, and what is said of it.
PARAGRAPHS = (
    ("Gares rouvertes", "Titre 1"),
    ("<Enter>", "Texte"),
    ("Trois gares <Control+b>", "Gras activé"),
    ("rouvrent<Control+b>", "Gras désactivé"),
    ("<Enter><Control+Alt+2>", "Titre 2"),
    ("Calendrier<Enter>", "Texte"),
)
LISTS = (
    ("<Control+Shift+8>", "Liste à puces"),
    ("Évreux<Enter><Tab>", "niveau 2"),
    ("quai nord<Enter><Shift+Tab>", "niveau 1"),
    ("Dreux<Enter><Enter>", "Texte"),
    ("<Control+Shift+9>", "Liste à cocher"),
    ("Prévenir la mairie<Control+Enter>", "coché"),
    ("<Control+Enter>", "non coché"),
    ("<Control+z>", "Annulé"),
    ("<Enter><Enter>", "Texte"),
)
CELLS = (
    ("<Enter>", "Tableau, Colonne 1, ligne 1"),
    ("Gare<Tab>", "Colonne 2, ligne 1"),
    ("Coût<Tab>", "Colonne 3, ligne 1"),
    ("<Tab>", "Gare, ligne 2, vide"),
    ("Dreux<Enter>", "Gare, ligne 3, vide"),
    ("<Shift+Tab>", "Colonne 3, ligne 2, vide"),
)
BOX = (("<Enter>", "Encadré : À retenir"), ("Le chantier est voté.<Enter><Enter>", "Texte"))
FOOTNOTE = (("<Enter>", "Note de bas de page"), ("Loi de finances<Escape>", "Texte"))
ADDRESS = "Lien : example.org. Ctrl+K pour le modifier ou le retirer, Alt+Entrée pour l’ouvrir."


def is_pdf(answer: Response) -> bool:
    return answer.ok and answer.headers.get("content-type") == "application/pdf"


class Hand:
    """Somebody without a mouse, who listens."""

    def __init__(self, page: Page, ear: Ear) -> None:
        self.page = page
        self.ear = ear
        self.focus = page.locator(":focus")

    async def does(self, gesture: str) -> None:
        for piece in re.findall(r"<[^>]+>|[^<]+", gesture):
            if piece.startswith("<"):
                await self.page.keyboard.press(piece[1:-1])
            else:
                await self.page.keyboard.type(piece)

    async def writes(self, steps: Iterable[tuple[str, str]]) -> None:
        for gesture, said in steps:
            await self.does(gesture)
            await self.ear.hears(said)

    async def finds(self, typed: str, block: str) -> None:
        """A block in the menu of `/`: the text keeps the focus, and names what is chosen."""
        await self.does(typed)
        chosen = self.page.get_by_role("option", name=block, selected=True)
        await expect(self.focus).to_have_attribute(
            "aria-activedescendant", await chosen.get_attribute("id") or ""
        )

    async def stands_in(self, name: str) -> None:
        await expect(self.focus).to_have_accessible_name(name)


async def begins(hand: Hand) -> None:
    await expect(await tab_to(hand.page, "Écrire une note")).to_have_role("button")
    await hand.does("<Enter>")
    await fetched(hand.page)
    await expect(hand.focus).to_have_role("textbox")
    await hand.stands_in(TEXT)
    await expect(hand.focus).to_have_accessible_description(
        "La première ligne est le titre. Entrée mène au texte."
        " Tab décale un élément de liste. Échap, puis Tab : quitter le texte."
    )


async def puts_in_a_link(hand: Hand) -> None:
    await hand.does(", voir <Control+k>")
    await expect(hand.page.get_by_role("option", name="Insérer un lien", selected=True)).to_be_visible()
    await hand.does("<Enter>")
    await hand.page.get_by_role("dialog", name="Ajouter un lien").wait_for()
    await hand.stands_in("Adresse")
    await hand.does("example.org<Tab>")
    await hand.stands_in("Texte affiché")
    await hand.writes([("le rapport<Enter>", "Lien ajouté")])
    await hand.page.get_by_role("dialog", name="Comment vous appelez-vous ?").wait_for()
    await hand.writes([("Claire<Enter>", ADDRESS)])
    await hand.stands_in(TEXT)


async def comments(hand: Hand) -> None:
    await hand.does(" complet<Control+Shift+ArrowLeft><Control+Alt+m>")
    await hand.stands_in("Votre commentaire")
    await hand.writes([("Une source ?<Control+Enter>", "Commentaire ajouté.")])
    await hand.stands_in(TEXT)
    await hand.page.locator("#state[data-state=saved]").wait_for()
    await hand.writes([("<Control+s>", "Enregistré. Tout s’enregistre à mesure que vous écrivez.")])


@pytest.mark.whole
async def test_a_note_is_written_and_printed_by_keys_and_heard(site: Site, open_page: OpenPage) -> None:
    page, ear = await open_page(), Ear()
    await ear.listen(page)
    hand = Hand(page, ear)
    await page.goto(site.url)
    await begins(hand)

    await hand.writes([*PARAGRAPHS, *LISTS])
    await expect(hand.focus).to_have_accessible_description("")
    await hand.finds("/tab", "Tableau")
    await hand.writes(CELLS)
    await hand.does("<ArrowDown><ArrowDown><ArrowDown>")
    await hand.finds("/ret", "À retenir")
    await hand.writes(BOX)
    await hand.finds("Le budget est connu /bas", "Note de bas de page")
    await hand.writes(FOOTNOTE)
    await puts_in_a_link(hand)
    await comments(hand)
    assert await tree(page, TEXT) == BLOCKS.splitlines()

    await hand.does("<Control+p>")
    await page.wait_for_url("**/print")
    await expect(await tab_to(page, "Imprimer")).to_have_role("button")
    async with page.context.expect_event("response", is_pdf, timeout=60_000):
        await hand.does("<Enter>")
    await ear.hears_at_last("L’édition n° 1 est imprimée.")
    assert ear.presses == 0


async def test_a_format_that_is_left_is_off_in_the_toolbar(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note("Un mot\n"))["edit"], "Claire")
    await claire.put_caret("mot", after=True)
    bold = claire.page.get_by_role("button", name="Gras")
    for key, pressed in ((" ", "false"), ("Control+b", "true"), ("a", "true"), ("Control+b", "false")):
        await claire.page.keyboard.press(key)
        await expect(bold).to_have_attribute("aria-pressed", pressed)
