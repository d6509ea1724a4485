"""Many files, their report, and kept lists of addresses of a classeur; how to come to each."""

import io
import zipfile

from playwright.async_api import Page, expect

from tests.tools.looks.stage import Stage


async def _base(stage: Stage) -> str:
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    return f"{stage.site.url}/c/{made['binder']}"


async def files(stage: Stage) -> Page:
    return await stage.page(f"{await _base(stage)}/import")


async def report(stage: Stage) -> Page:
    """Of a zip with a picture that is not there, a kind that is not read, and a file of macOS."""
    page = await files(stage)
    await page.wait_for_load_state("networkidle")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr(
            "Logement/Encadrer les loyers.md", "# Encadrer les loyers\n\n![Courbe](absente.png)\n"
        )
        target.writestr("Santé/Déserts médicaux.md", "# Déserts médicaux\n")
        target.writestr("Santé/Tableau de suivi.xlsx", "x")
        target.writestr("__MACOSX/._Encadrer", "x")
    file = {"name": "campagne.zip", "mimeType": "application/zip", "buffer": out.getvalue()}
    await page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await page.locator("form#import button").click()
    await page.locator("#report:not([data-running])").wait_for()
    return page


async def report_undone(stage: Stage) -> Page:
    page = await report(stage)
    await page.locator(".undo button").click()
    await expect(page.locator(".undo")).to_have_count(0)
    return page


async def lists(stage: Stage) -> Page:
    base = await _base(stage)
    many = [f"elu{number}@example.org" for number in range(212)]
    await stage.ask("POST", f"{base}/lists", name="Élus du département", addresses=many)
    await stage.ask("POST", f"{base}/lists", name="Presse", addresses=["awa@matin.example", "b@soir.example"])
    return await stage.page(f"{base}/lists")


async def list_changed(stage: Stage) -> Page:
    page = await lists(stage)
    await page.locator(".kept a").first.click()
    await page.locator("details summary").click()
    return page


async def list_wrong(stage: Stage) -> Page:
    page = await lists(stage)
    await page.locator("[name=name]").fill("Équipe")
    await page.locator("[name=addresses]").fill("awa@example.org\nM. Roux")
    await page.locator("form button.primary").first.click()
    await page.locator("[role=alert]").wait_for()
    return page


async def mail_of_classeur(stage: Stage) -> Page:
    page = await lists(stage)
    await page.goto(page.url.replace("/lists", "/mail"))
    return page
