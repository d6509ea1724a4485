"""The search without script: before a question, what was found, nothing found, and a refusal."""

import asyncio

from playwright.async_api import Page, expect

from tests.tools.looks.stage import Stage

HOUSING = """# Logements vacants : remettre 100 000 logements sur le marché

## Le constat

Huit propriétaires sur dix possèdent un seul logement vide et disent vouloir le louer si quelqu'un s'occupe
du chantier et garantit le loyer.

En dix ans, le nombre de logements vides a crû deux fois plus vite que le parc.

## Ce que nous proposons

Un guichet par canton : un logement vide est visité dans le mois, remis en état et loué.

La taxe sur le logement vide ne change pas.
"""
DEBATE = """# Débat de lundi : questions probables

## Logement

« Combien de logements vides dans votre ville, et qu'avez-vous fait ? » Répondre par le guichet,
jamais par la taxe.
"""
SHEET = """# Fiche Saint-Brieuc

## Chiffres de la ville

Centre-bourg : un logement sur six est vide, la mairie a ouvert un guichet en 2024.
"""
NOTES = (
    (HOUSING, "Logement", "to-review"),
    (DEBATE, "Économie", "to-review"),
    (SHEET, "Territoires", "reviewed"),
)


async def _filled(stage: Stage) -> None:
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    for text, theme, status in NOTES:
        told = await stage.ask("POST", f"{stage.site.url}/c/{made['binder']}/notes", markdown=text)
        await stage.ask("PUT", f"{stage.site.url}/n/{told['note']}/card", theme=theme, status=status)
    async with asyncio.timeout(20):
        wish = {"q": "guichet mairie"}
        while not (await stage.ask("POST", f"{stage.site.url}/api/search", **wish))["notes"]:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def _asked(stage: Stage, q: str) -> Page:
    await _filled(stage)
    page = await stage.page(f"{stage.site.url}/search")
    await page.get_by_role("searchbox").fill(q)
    await page.get_by_role("searchbox").press("Enter")
    return page


async def start(stage: Stage) -> Page:
    await _filled(stage)
    return await stage.page(f"{stage.site.url}/search")


async def found(stage: Stage) -> Page:
    page = await _asked(stage, "logement vide")
    await expect(page.locator(".results mark").first).to_be_visible()
    return page


async def unfolded(stage: Stage) -> Page:
    page = await found(stage)
    await page.locator("details summary").first.click()
    return page


async def none(stage: Stage) -> Page:
    page = await _asked(stage, "gaz de schiste")
    await expect(page.locator(".none h2")).to_be_visible()
    return page


async def refused(stage: Stage) -> Page:
    page = await _asked(stage, "statut:inconnue ")
    await expect(page.get_by_role("alert")).to_be_visible()
    return page
