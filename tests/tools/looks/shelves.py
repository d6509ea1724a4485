"""The pochettes of a classeur, the band of today's, and how one begins."""

from datetime import date, timedelta

from playwright.async_api import Page

from tests.tools.looks.stage import NOTES, Stage

WHOM = "Pour la candidate : "
DAYS = (
    (2, "débat à 21 h", 2),
    (0, "Nantes, préparation du débat", 4),
    (-1, "Saint-Brieuc, hôpital", 3),
    (-2, "comité des maires", 4),
    (-3, "Vierzon", 1),
    (-9, "matinale, comité", 2),
)
THEMES = (
    ("Logement", "Les quatre notes", 4),
    ("Pour le porte-parole", "Ce qui se dit cette semaine", 3),
)


async def binder(stage: Stage) -> str:
    """The address of a classeur that this browser manages, with notes and pochettes."""
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    base = f"{stage.site.url}/c/{made['binder']}"
    notes = []
    for title, theme, _, status in NOTES:
        told = await stage.ask("POST", f"{base}/notes", markdown=f"# {title}\n\n{'Un texte. ' * 120}")
        await stage.ask("PUT", f"{stage.site.url}/n/{told['note']}/card", theme=theme, status=status)
        notes.append(told["note"])
    today = date.today()  # noqa: DTZ011 - the day where the server is
    for days, audience, count in DAYS:
        day = (today + timedelta(days=days)).isoformat()
        await _folder(stage, base, notes[:count], day=day, audience=WHOM + audience)
    for title, audience, count in THEMES:
        await _folder(stage, base, notes[:count], title=title, audience=audience)
    return base


async def _folder(stage: Stage, base: str, notes: list[str], **wish: str) -> None:
    made = await stage.ask("POST", f"{base}/folders", **wish)
    await stage.ask("POST", f"{stage.site.url}/p/{made['folder']}/notes", notes=notes)


async def pochettes(stage: Stage) -> Page:
    return await stage.page(f"{await binder(stage)}/pochettes?weeks=all")


async def new(stage: Stage) -> Page:
    page = await stage.page(f"{await binder(stage)}/pochettes")
    await page.locator("[popovertarget=new-pochette]").first.click()
    return page


async def reader(stage: Stage) -> Page:
    base = await binder(stage)
    link = await stage.ask("POST", f"{base}/links", role="read")
    page = await stage.somebody(link["url"])
    await page.locator("button[name=skip]").click()
    await page.goto(f"{base}/pochettes")
    return page


async def empty(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    return await stage.page(f"{stage.site.url}/c/{made['binder']}/pochettes")


async def band(stage: Stage) -> Page:
    base = await binder(stage)
    page = await stage.page(base)
    async with page.context.expect_page() as printed:
        await page.locator(".band form button").click()
    await (await printed.value).close()
    await page.reload()
    return page


async def band_none(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    base = f"{stage.site.url}/c/{made['binder']}"
    day = date.today() + timedelta(days=2)  # noqa: DTZ011 - the day where the server is
    await _folder(stage, base, [], day=day.isoformat())
    return await stage.page(base)


async def composed(stage: Stage) -> Page:
    """Where a pochette of the classeur is put together."""
    base = await binder(stage)
    page = await stage.page(base)
    await page.locator(".band h2 a").click()
    await page.locator("#list ol").wait_for()
    return page


async def adding(stage: Stage) -> Page:
    page = await composed(stage)
    base = await page.locator(".path a").get_attribute("href")
    for title in ("Encadrer les loyers", "Vingt petites gares"):
        at = f"{stage.site.url}{str(base).removesuffix('/pochettes')}/notes"
        await stage.ask("POST", at, markdown=f"# {title}\n\nTexte.")
    await page.locator("#list .add").click()
    await page.locator("dialog.adding").wait_for()
    return page


async def moving(stage: Stage) -> Page:
    """Where a loose pochette is put into a classeur."""
    await binder(stage)
    page = await stage.page(stage.folder["edit"])
    await page.locator(".where-in button").click()
    await page.locator("dialog.moving").wait_for()
    return page


async def lies(stage: Stage) -> Page:
    page = await composed(stage)
    await page.locator(".where-in").scroll_into_view_if_needed()
    return page
