"""A pochette for who reads it: its agenda, its notes, one of them, and how it comes on the home screen."""

from datetime import date

from playwright.async_api import Page

from tests.tools.looks.stage import Stage

AGENDA = (
    "7 h 50 Matinale, invitée politique (notes 1 et 4)",
    "9 h 30 Réunion avec les maires de la métropole, salle du conseil (note 2)",
    "11 h Déplacement à Nantes",
    "12 h 30 Déjeuner (studio 104)",
    "15 h Tournage sur les logements (notes 1 à 4)",
)
NOTES = (
    ("Déplacement à Nantes", "Territoires", 200),
    ("Logements vacants : remettre 100 000 logements sur le marché", "Logement", 400),
    ("Rénover 500 000 logements par an", "Logement", 300),
    ("Rouvrir vingt petites gares", "Transports", 500),
    ("Débat de lundi : questions", "Économie", 600),
)


async def _made(stage: Stage, count: int = len(NOTES), **wish: object) -> dict[str, str]:
    """The addresses of a pochette."""
    made = await stage.ask("POST", f"{stage.site.url}/api/folders", **wish)
    added = []
    for title, theme, words in NOTES[:count]:
        note = await stage.ask(
            "POST", f"{stage.site.url}/api/notes", markdown=f"# {title}\n\n{'Texte. ' * words}"
        )
        await stage.ask("PUT", f"{note['links']['edit']}/card", theme=theme)
        added.append(note["links"]["read"])
    if added:
        await stage.ask("POST", f"{made['links']['edit']}/notes", links=added)
    links: dict[str, str] = made["links"]
    return links


async def _of_today(stage: Stage) -> dict[str, str]:
    return await _made(
        stage,
        day=date.today().isoformat(),  # noqa: DTZ011 - the day where the server is
        audience="Pour la candidate",
        agenda=AGENDA,
        message="À rendre ou à détruire après usage. Le train part à 6 h 52.",
    )


async def day(stage: Stage) -> Page:
    return await stage.somebody((await _of_today(stage))["read"])


async def large(stage: Stage) -> Page:
    """With the largest letters."""
    page = await day(stage)
    for _ in range(3):
        await page.locator("#sizes button").last.click()
    return page


async def home_screen(stage: Stage) -> Page:
    page = await day(stage)
    await page.locator(".home-screen summary").click()
    await page.locator(".home-screen dl").scroll_into_view_if_needed()
    return page


async def theme(stage: Stage) -> Page:
    """Without a day, an agenda and a message."""
    return await stage.somebody((await _made(stage, 3, title="Logement"))["read"])


async def empty(stage: Stage) -> Page:
    return await stage.somebody((await _made(stage, 0, title="Logement"))["read"])


async def edited(stage: Stage) -> Page:
    """Read by who composes it."""
    return await stage.page(f"{(await _of_today(stage))['edit']}?view=read")


async def note(stage: Stage) -> Page:
    page = await day(stage)
    await page.locator(".sheets a").nth(1).click()
    await page.locator(".turn").wait_for()
    return page
