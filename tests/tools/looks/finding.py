"""The search: before anything is typed, with notes found, with nothing found, and when it fails."""

from playwright.async_api import Page, Route

from tests.journeys.searching import open_search
from tests.tools.looks.shelves import binder
from tests.tools.looks.stage import Stage

TEXTS = (
    """# Logements vacants : remettre 100 000 logements sur le marché

## Le constat

Huit sur dix possèdent un seul logement vide et disent vouloir le louer si quelqu'un s'occupe du chantier.

En dix ans, le nombre de logements vides a crû deux fois plus vite que le parc.

## Les causes

Un logement resté vide deux ans perd un dixième de sa valeur.

Un logement vide sur trois n'a pas de chauffage.
""",
    """# Débat de lundi : questions probables

## Logement

« Combien de logements vides dans votre ville ? » Répondre par le guichet, jamais par la taxe.
""",
    """# Fiche Saint-Brieuc

## Chiffres de la ville

Centre-bourg : un logement sur six est vide, la mairie a ouvert un guichet en 2024.
""",
)
CARDS = (("Logement", "to-review"), ("Économie", "to-review"), ("Territoires", "reviewed"))


async def start(stage: Stage) -> Page:
    page = await _opened(stage)
    await page.locator("dialog.finding .group").nth(1).wait_for()
    return page


async def found(stage: Stage) -> Page:
    page = await _opened(stage)
    await _look(page, "logement vide", "dialog.finding .found")
    return page


async def unfolded(stage: Stage) -> Page:
    page = await found(stage)
    await page.keyboard.press("ArrowRight")
    await page.locator("dialog.finding .found.one").first.wait_for()
    return page


async def choosing(stage: Stage) -> Page:
    page = await found(stage)
    await page.locator(".finding .chip", has_text="Stat").click()
    return page


async def syntax(stage: Stage) -> Page:
    page = await found(stage)
    if not stage.look.is_phone:
        await page.locator(".finding .help").click()
    return page


async def none(stage: Stage) -> Page:
    page = await _opened(stage)
    await _look(page, "gaz de chiste", "dialog.finding .none")
    return page


async def failed(stage: Stage) -> Page:
    page = await found(stage)

    async def fail(route: Route) -> None:
        await route.fulfill(status=502, body="")

    await page.context.route("**/api/search", fail)
    await _look(page, "logement vid", "dialog.finding .wrong")
    await page.context.unroute("**/api/search", fail)
    return page


async def offline(stage: Stage) -> Page:
    page = await _opened(stage)
    await page.context.set_offline(True)
    await _look(page, "logement", "dialog.finding .notice")
    await page.context.set_offline(False)
    return page


async def from_a_note(stage: Stage) -> Page:
    page = await stage.page(f"{stage.links[0]['edit']}?view=edit")
    await page.wait_for_function("() => performance.getEntriesByName('parts-fetched').length > 0")
    await page.locator(".cm-content").focus()
    await page.keyboard.press("Control+k")
    await page.locator("dialog.finding .row").first.wait_for()
    return page


async def _opened(stage: Stage, key: str = "Control+k") -> Page:
    """The search of a classeur, from a page of it."""
    base, note = await binder(stage), ""
    for text, (theme, status) in zip(TEXTS, CARDS, strict=True):
        made = await stage.ask("POST", f"{base}/notes", markdown=text)
        note = f"{stage.site.url}/n/{made['note']}"
        await stage.ask("PUT", f"{note}/card", theme=theme, status=status)
    page = await stage.page(f"{note}?view=read")
    await page.wait_for_function("() => localStorage.getItem('pochette.opened')")
    await page.goto(base)
    await open_search(page, key)
    return page


async def _look(page: Page, words: str, shown: str) -> None:
    """Type until it is shown: what has just been written is found within two seconds."""
    for _ in range(20):
        await page.locator("dialog.finding input").fill("")
        await page.locator("dialog.finding input").fill(words)
        await page.locator("dialog.finding .count:not(:empty), dialog.finding .notice").first.wait_for()
        if await page.locator(shown).count():
            return
        await page.wait_for_timeout(200)
    raise AssertionError(shown)
