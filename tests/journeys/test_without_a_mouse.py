"""A note is begun, written, commented and printed by keys alone, and each step is said to a screen reader."""

from playwright.async_api import Locator, Page, Response, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.hearing import Ear, tree
from tests.journeys.site import Site

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


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def tab_to(page: Page, name: str) -> Locator:
    """What has the focus after some presses of Tab, by the beginning of its name."""
    focus = page.locator(":focus")
    for _ in range(TABS):
        await page.keyboard.press("Tab")
        said = await focus.evaluate("one => one.ariaLabel ?? one.textContent.trim()")
        if said.startswith(name):
            return focus
    raise AssertionError(f"expected Tab to reach {name}")


def is_pdf(answer: Response) -> bool:
    return answer.ok and answer.headers.get("content-type") == "application/pdf"


async def test_a_note_is_written_and_printed_by_keys_and_heard(site: Site, open_page: OpenPage) -> None:
    page, ear = await open_page(), Ear()
    await ear.listen(page)
    focus, keys = page.locator(":focus"), page.keyboard

    await page.goto(site.url)
    await expect(await tab_to(page, "Nouvelle note")).to_have_role("button")
    await press(page, "Enter")
    await page.wait_for_function("() => performance.getEntriesByName('parts-fetched').length > 0")
    await expect(focus).to_have_role("textbox")
    await expect(focus).to_have_accessible_name(TEXT)
    await expect(focus).to_have_accessible_description(
        "La première ligne est le titre. Entrée mène au texte."
        " Tab décale un élément de liste. Échap, puis Tab : quitter le texte."
    )

    await keys.type("Gares rouvertes")
    await ear.hears("Titre 1")
    await press(page, "Enter")
    await ear.hears("Texte")
    await expect(focus).to_have_accessible_description("")
    await keys.type("Trois gares ")
    await press(page, "Control+b")
    await ear.hears("Gras activé")
    await keys.type("rouvrent")
    await press(page, "Control+b")
    await ear.hears("Gras désactivé")
    await expect(page.get_by_role("button", name="Gras")).to_have_attribute("aria-pressed", "false")
    await press(page, "Enter", "Control+Alt+2")
    await ear.hears("Titre 2")
    await keys.type("Calendrier")
    await press(page, "Enter")
    await ear.hears("Texte")

    await press(page, "Control+Shift+8")
    await ear.hears("Liste à puces")
    await keys.type("Évreux")
    await press(page, "Enter", "Tab")
    await ear.hears("niveau 2")
    await keys.type("quai nord")
    await press(page, "Enter", "Shift+Tab")
    await ear.hears("niveau 1")
    await keys.type("Dreux")
    await press(page, "Enter", "Enter")
    await ear.hears("Texte")
    await press(page, "Control+Shift+9")
    await ear.hears("Liste à cocher")
    await keys.type("Prévenir la mairie")
    await press(page, "Control+Enter")
    await ear.hears("coché")
    await press(page, "Control+Enter")
    await ear.hears("non coché")
    await press(page, "Control+z")
    await ear.hears("Annulé")
    await press(page, "Enter", "Enter")
    await ear.hears("Texte")

    await keys.type("/tab")
    table = page.get_by_role("option", name="Tableau", selected=True)
    await expect(focus).to_have_attribute("aria-activedescendant", await table.get_attribute("id") or "")
    await press(page, "Enter")
    await ear.hears("Tableau, Colonne 1, ligne 1")
    await keys.type("Gare")
    await press(page, "Tab")
    await ear.hears("Colonne 2, ligne 1")
    await keys.type("Coût")
    await press(page, "Tab")
    await ear.hears("Colonne 3, ligne 1")
    await press(page, "Tab")
    await ear.hears("Gare, ligne 2, vide")
    await keys.type("Dreux")
    await press(page, "Enter")
    await ear.hears("Gare, ligne 3, vide")
    await press(page, "Shift+Tab")
    await ear.hears("Colonne 3, ligne 2, vide")
    await press(page, "ArrowDown", "ArrowDown", "ArrowDown")

    await keys.type("/ret")
    await page.get_by_role("option", name="À retenir", selected=True).wait_for()
    await press(page, "Enter")
    await ear.hears("Encadré : À retenir")
    await keys.type("Le chantier est voté.")
    await press(page, "Enter", "Enter")
    await ear.hears("Texte")
    await keys.type("Le budget est connu ")
    await keys.type("/bas")
    await page.get_by_role("option", name="Note de bas de page", selected=True).wait_for()
    await press(page, "Enter")
    await ear.hears("Note de bas de page")
    await keys.type("Loi de finances")
    await press(page, "Escape")
    await ear.hears("Texte")
    await keys.type(", voir ")
    await press(page, "Control+k")
    await expect(page.get_by_role("dialog", name="Ajouter un lien")).to_be_visible()
    await expect(focus).to_have_accessible_name("Adresse")
    await keys.type("example.org")
    await press(page, "Tab")
    await expect(focus).to_have_accessible_name("Texte affiché")
    await keys.type("le rapport")
    await press(page, "Enter")
    await ear.hears("Lien ajouté")
    await page.get_by_role("dialog", name="Comment vous appelez-vous ?").wait_for()
    await keys.type("Claire")
    await press(page, "Enter")
    await expect(focus).to_have_accessible_name(TEXT)
    await ear.hears("Lien : example.org. Ctrl+K pour le modifier ou le retirer, Alt+Entrée pour l’ouvrir.")
    await keys.type(" complet")
    await press(page, "Control+Shift+ArrowLeft", "Control+Alt+m")
    await expect(focus).to_have_accessible_name("Votre commentaire")
    await keys.type("Une source ?")
    await press(page, "Control+Enter")
    await ear.hears("Commentaire ajouté.")
    await expect(focus).to_have_accessible_name(TEXT)
    await page.locator("#state[data-state=saved]").wait_for()
    await press(page, "Control+s")
    await ear.hears("Enregistré. Tout s’enregistre à mesure que vous écrivez.")

    assert await tree(page, TEXT) == BLOCKS.splitlines()

    await press(page, "Control+p")
    await page.wait_for_url("**/print")
    await expect(await tab_to(page, "Imprimer")).to_have_role("button")
    async with page.context.expect_event("response", is_pdf, timeout=60_000):
        await press(page, "Enter")
    await ear.hears_at_last("L’édition n° 1 est imprimée.")
    assert ear.presses == 0
