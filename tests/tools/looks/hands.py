"""What the gestures of Word and Docs lead to: a new note, links, cells, and blocks with the caret in them."""

from playwright.async_api import Page

from tests.export.office.archives import docx
from tests.journeys.dropping import drop
from tests.tools.looks.editing import put_caret, run
from tests.tools.looks.stage import Stage

WORD = docx(
    '<w:p><w:r><w:rPr><w:u w:val="single"/><w:color w:val="FF0000"/></w:rPr><w:t>Rouge.</w:t></w:r></w:p>'
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:t>Suite.</w:t></w:r></w:p>'
)
LINKS = (
    "# Logement : trente mille toits\n\n"
    "La page de [l’Institut national](https://www.insee.fr/fr/statistiques) dit combien"
    " de logements sont vacants, et [l’observatoire](https://observatoire.example/) où.\n"
)
CELLS = (
    "# Rénover\n\n| Poste | 2027 | Où |\n| :--- | ---: | :--- |\n"
    "| Isolation<br>des combles | 312 | Paris<br>Lyon |\n"
    "| Chaudières[^1] | 48 | Toute la France |\n\n[^1]: Ademe, rapport de juin.\n"
)
FOOTNOTES = (
    "# Retraites\n\nLe solde était de −7,2 milliards[^cor], et la part du PIB de 13,8 %[^insee].\n\n"
    "Une autre phrase appelle une note plus longue[^long].\n\n"
    "[^cor]: Conseil d’orientation des retraites, rapport de juin.\n[^insee]: Insee.\n"
    "[^long]: Cour des comptes, rapport public annuel, tome II, chapitre 4, pages 212 à 245, avec "
    "les réponses des administrations et des organismes concernés, et un tableau de suivi.\n"
)
LISTS = (
    "# Douze engagements\n\n"
    + "".join(f"{number}. Engagement numéro {number} du programme\n" for number in range(1, 13))
    + "\n- Un point\n  - Un point dedans, qui est assez long pour aller à la ligne sur un téléphone\n"
    "    - Et un autre\n      1. Premier\n      2. Second\n\n- [ ] Relire\n- [x] Chiffrer\n"
)
BLOCKS = (
    "# Blocs\n\n::: retenir\nUne carrière, un compte, une règle.\n:::\n\n"
    "```graphique Dépenses, en milliards\n2022;12\n2023;14,5\n2024 (prévision);15\nSource : Insee.\n```\n\n"
    "```python\nprint('bonjour')\n```\n\n> Une citation\n\nUne fin.\n"
)


async def _note(stage: Stage, text: str) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/notes", markdown=text)
    return await stage.editor(made["links"]["edit"])


async def new_note(stage: Stage) -> Page:
    page = await stage.page(stage.site.url)
    await page.locator("form[action='/notes'] button:visible").first.click()
    await page.locator(".cm-content:focus").wait_for()
    return page


async def new_title(stage: Stage) -> Page:
    page = await new_note(stage)
    await page.keyboard.type("Retraites")
    await page.keyboard.press("Enter")
    return page


async def first_line_as_title(stage: Stage) -> Page:
    page = await _note(stage, "Réunion sur les petites gares de la ligne Clermont-Nîmes\n\n- un point\n")
    await put_caret(page, "un point")
    return page


async def link_card(stage: Stage) -> Page:
    page = await _note(stage, LINKS)
    await put_caret(page, "Institut nat")
    await page.locator(".link-card:popover-open").wait_for()
    return page


async def link_dialog(stage: Stage) -> Page:
    page = await link_card(stage)
    await page.keyboard.press("Control+k")
    await page.locator("dialog.link[open]").wait_for()
    return page


async def link_new(stage: Stage) -> Page:
    page = await _note(stage, LINKS)
    await put_caret(page, "où")
    await page.keyboard.press("Control+k")
    await page.keyboard.press("Enter")
    await page.locator("dialog.link[open]").wait_for()
    return page


async def link_refused(stage: Stage) -> Page:
    page = await link_new(stage)
    await page.locator("dialog.link [name=address]").fill("pas une adresse")
    await page.keyboard.press("Enter")
    await page.locator("dialog.link .refusal:not(:empty)").wait_for()
    return page


async def cells(stage: Stage) -> Page:
    page = await _note(stage, CELLS)
    await put_caret(page, "des com")
    return page


async def cells_menu(stage: Stage) -> Page:
    page = await cells(stage)
    await page.locator("#table-tools").click()
    return page


async def footnotes(stage: Stage) -> Page:
    page = await _note(stage, FOOTNOTES)
    await put_caret(page, "Insee")
    return page


async def lists(stage: Stage) -> Page:
    page = await _note(stage, LISTS)
    await put_caret(page, "numéro 12")
    return page


async def lists_end(stage: Stage) -> Page:
    page = await _note(stage, LISTS)
    await put_caret(page, "Un point dedans")
    await page.locator(".cm-line").last.evaluate("line => line.scrollIntoView({ block: 'end' })")
    return page


async def box(stage: Stage) -> Page:
    page = await _note(stage, BLOCKS)
    await put_caret(page, "un compte")
    return page


async def chart(stage: Stage) -> Page:
    page = await _note(stage, BLOCKS)
    await put_caret(page, "2023;14")
    return page


async def code(stage: Stage) -> Page:
    page = await _note(stage, BLOCKS)
    await put_caret(page, "print(")
    return page


async def quotation(stage: Stage) -> Page:
    page = await _note(stage, BLOCKS)
    await put_caret(page, "Une cit")
    return page


async def dropped(stage: Stage) -> Page:
    page = await _note(stage, "# Note\n\nUn mot, ici\n\nfin\n")
    await put_caret(page, "Un ")
    await drop(page, **{"Mon plan.docx": WORD})
    await page.locator("dialog[open]").wait_for()
    return page


async def dropped_here(stage: Stage) -> Page:
    page = await dropped(stage)
    await page.locator("dialog[open] .way").first.click()
    await page.locator("#toast:not(:empty)").wait_for()
    return page


async def dropped_apart(stage: Stage) -> Page:
    page = await dropped(stage)
    await page.locator("dialog[open] .way").last.click()
    await page.locator("dialog[open] a").first.wait_for()
    return page


async def share_code(stage: Stage) -> Page:
    page = await stage.editor(stage.links[0]["edit"])
    await page.locator("#share").click()
    await page.locator("dialog[open] [role=tab].new").click()
    await page.locator("dialog[open] button:has(.qr)").click()
    return page


async def share_people(stage: Stage) -> Page:
    """Two people have come by two links, and the dialog says who is there under each."""
    for name, role in (("Karim Haddad", "edit"), ("Inès Robert", "comment")):
        link = await stage.link(role, label=f"Lien de {name}")
        other = await stage.somebody(stage.site.url)
        await other.request.put(f"{stage.site.url}/api/visitor", data={"name": name})
        await other.goto(f"{link['url']}?view=edit")
        await other.locator("#state[data-state=saved]").wait_for(state="attached")
    page = await stage.editor(stage.links[0]["edit"])
    await page.locator("#share").click()
    await page.locator("dialog[open] [role=tab]").nth(1).wait_for()
    await page.wait_for_timeout(1000)
    return page


async def print_share(stage: Stage) -> Page:
    page = await stage.page(f"{stage.links[0]['edit']}/print")
    await page.locator("#share").click()
    await page.locator("dialog[open] [role=tab].new").wait_for()
    return page


async def storage_refused(stage: Stage) -> Page:
    page = await stage.page()
    await page.add_init_script(
        "for (const kind of ['localStorage', 'sessionStorage', 'indexedDB']) Object"
        ".defineProperty(window, kind, { get() { throw new DOMException('denied', 'SecurityError') } })"
    )
    await page.goto(f"{stage.links[0]['edit']}?view=edit")
    await page.locator(".cm-content").wait_for()
    await page.wait_for_timeout(1500)
    return page


async def forced_colours(stage: Stage) -> Page:
    page = await _note(stage, BLOCKS)
    await page.emulate_media(forced_colors="active")
    await put_caret(page, "un compte")
    return await run(page, "comments")


async def forced_colours_share(stage: Stage) -> Page:
    page = await stage.editor(stage.links[0]["edit"])
    await page.emulate_media(forced_colors="active")
    await page.locator("#share").click()
    await page.locator("dialog[open] [role=tab].new").click()
    return page
