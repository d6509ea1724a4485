"""A team signs in at its organisation's own provider, shares its notes, and signs out."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws
from tests.journeys.site import Site
from tests.wire.node import Peer

# What begins a note at home, with notes or without.
BEGINS = re.compile("Nouvelle note|Écrire une note")
SECRET = "s3cret: with a colon & more"


def settings(folder: Path, issuer: str) -> Path:
    secret = folder / "oidc.secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    file = folder / "pochette.toml"
    file.write_text(
        f'oidc_issuer = "{issuer}"\noidc_client_id = "pochette"\n'
        f'oidc_client_secret_file = "{secret}"\noidc_name = "Équipe de campagne"\n'
    )
    return file


async def sign_in(page: Page, site: Site, who: str) -> None:
    """From home, over the provider's own pages, back home."""
    await page.goto(site.url)
    await page.get_by_role("link", name="Se connecter").first.click()
    await page.get_by_role("link", name="Se connecter avec Équipe de campagne").click()
    await page.locator("[name=login]").fill(who)
    await page.locator("[name=password]").fill("x")
    await page.get_by_role("button", name="Sign-in").click()
    await page.get_by_role("button", name="Continue").click()
    await page.wait_for_url(f"{site.url}/")


async def test_two_of_a_team_sign_in_share_a_note_and_one_signs_out(
    open_page: OpenPage, tmp_path: Path, axe: str
) -> None:
    site = Site(tmp_path / "data")
    back = f"{site.url}/team/callback"
    async with Peer.open("openid.mjs", back, f"{site.url}/team") as provider:
        issuer = (await provider.ask("where"))["issuer"]
        site.options = ("--config", str(settings(tmp_path, issuer)))
        await site.start()
        try:
            await _journey(site, await open_page(), await open_page(**PHONE), axe)
        finally:
            await site.stop()


async def _journey(site: Site, anne: Page, karim: Page, axe: str) -> None:
    await karim.route("**/fonts.googleapis.com/**", lambda route: route.abort())
    await anne.route("**/fonts.googleapis.com/**", lambda route: route.abort())
    await karim.goto(site.url)
    await expect(karim.get_by_role("button", name=BEGINS)).to_have_count(0)
    assert await flaws(karim, axe, *PHONES, is_phone=True) == []
    await anne.goto(site.url)
    assert await flaws(anne, axe, 1440) == []
    for door in ("/team/again", "/team"):
        await karim.goto(site.url + door)
        assert await flaws(karim, axe, *PHONES, is_phone=True) == []

    await sign_in(anne, site, "anne")
    await anne.get_by_role("button", name=BEGINS).first.click()
    await anne.locator(".cm-content").wait_for()
    known = await anne.evaluate("JSON.parse(document.getElementById('page').textContent).visitor.name")
    assert known == "Anne anne", "the provider knows who she is: nobody asks her"
    link = anne.url.partition("?")[0]

    await karim.goto(link)
    await karim.locator("main").wait_for()  # a link works for everybody
    await karim.context.clear_cookies()
    await sign_in(karim, site, "karim")
    await karim.get_by_text("Notes de l’équipe").last.wait_for()
    assert await flaws(karim, axe, *PHONES, is_phone=True) == []
    await anne.goto(site.url)
    assert await flaws(anne, axe, *DESKS) == []

    await _removes(site, anne, karim, axe)
    await anne.goto(f"{site.url}/devices")
    await anne.get_by_role("button", name="Se déconnecter").click()
    await anne.get_by_text("Cet appareil est déconnecté de Pochette").wait_for()
    await anne.get_by_role("link", name="Se déconnecter aussi d’Équipe de campagne").click()
    await anne.get_by_role("button", name="Yes, sign me out").click()
    await anne.wait_for_url(f"{site.url}/team*")
    await anne.goto(site.url)
    await expect(anne.get_by_role("button", name=BEGINS)).to_have_count(0)


async def _removes(site: Site, anne: Page, karim: Page, axe: str) -> None:
    """Anne, who manages the team's classeur, removes Karim while he writes in it."""
    await karim.locator("main a[href^='/c/']").first.click()
    await karim.get_by_role("link", name="Sans titre").first.click()
    await karim.locator(".cm-content").wait_for()
    note = karim.url
    await anne.locator("main a[href^='/c/']").first.click()
    await anne.goto(f"{anne.url.partition('?')[0]}/people")
    assert await flaws(anne, axe, *DESKS) == []
    await anne.get_by_role("link", name="Retirer Anne karim").click()
    assert await flaws(anne, axe, *DESKS) == []
    await anne.get_by_role("button", name="Retirer de l’équipe").click()
    await anne.get_by_text("Anne karim n’est plus membre").wait_for()
    await expect(karim.locator(".cm-content[contenteditable=true]")).to_have_count(0)
    await karim.goto(note)
    await karim.get_by_text("Il vous faut un accès").wait_for()
    await karim.goto(f"{site.url}/team/provider")
    await karim.get_by_text("Qui gère l’équipe a mis fin à votre accès").wait_for()
    assert await flaws(karim, axe, *PHONES, is_phone=True) == []
