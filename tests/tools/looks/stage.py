"""What the pictures show: servers with notes, folders and links on them, and the browsers of their users."""

import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from server.visitors.team_passphrase import hash_of
from tests.journeys.looks import PHONE
from tests.journeys.site import Site, free_port, running
from tests.journeys.writer import Writer

PASSPHRASE = "quatre mots faciles à dire"
PASSWORD = "tona-pivelo-1906"
TIMEOUT_MS = 15_000
FRESH = "if (!sessionStorage.begun) localStorage.clear(); sessionStorage.begun = 1"
PHONE_WIDTH = 600
DESK_HEIGHT, PHONE_HEIGHT = 800, 844
TEXT = Path(__file__).with_name("note.md").read_text("utf-8")
SETTINGS = """
smtp_host = "127.0.0.1"
smtp_port = {port}
smtp_tls = "none"
smtp_from = "Pochette <notes@example.org>"
"""
TEAM = 'team_passphrase = "{passphrase}"\n'
NOTES: tuple[tuple[str, str, str, str], ...] = (
    ("Retraites : la réforme par points", "Économie", "Note thématique", "reviewed"),
    ("Rénover 500 000 logements par an", "Logement", "Note thématique", "ready"),
    ("Débat de lundi : éléments de langage", "Débats", "Éléments de langage", "to-review"),
    ("Déplacement à Nantes", "Agenda", "Fiche déplacement", "draft"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a screen is looked at: `width` and `height` in CSS pixels, `language` as a browser asks for it."""

    width: int
    language: str
    height: int = 0

    @property
    def is_phone(self) -> bool:
        return self.width < PHONE_WIDTH

    def options(self) -> dict[str, Any]:
        height = self.height or (PHONE_HEIGHT if self.is_phone else DESK_HEIGHT)
        given = {"locale": self.language, "viewport": {"width": self.width, "height": height}}
        return PHONE | given if self.is_phone else given


class Stage:
    """One look: a browser that has notes of its own, on servers that all looks share."""

    def __init__(self, look: Look, browser: Browser, sites: "Sites") -> None:
        self.look = look
        self.site = sites.open
        self.sites = sites
        self.links: list[dict[str, str]] = []
        self.folder: dict[str, str] = {}
        self._browser = browser
        self._others: list[BrowserContext] = []
        self.context: BrowserContext

    async def clear(self) -> None:
        """Leave a screen, and whoever else had come for it."""
        await self.context.set_offline(False)
        for page in self.context.pages:
            await page.close()
        for context in self._others:
            await context.close()
        self._others.clear()

    async def set(self) -> None:
        """Make the notes and the folders that this browser has."""
        self.context = await self._browser.new_context(**self.look.options())
        self.context.set_default_timeout(TIMEOUT_MS)
        # What one screen has switched on is not for the next one.
        await self.context.add_init_script(FRESH)
        await self.context.request.get(self.site.url)
        await self.ask("PUT", f"{self.site.url}/api/visitor", name="Claire Marchand")
        for title, theme, kind, status in NOTES:
            text = TEXT if not self.links else f"Texte de la note « {title} ».\n"
            told = await self.ask("POST", f"{self.site.url}/api/notes", markdown=f"# {title}\n\n{text}")
            card = {"theme": theme, "kind": kind, "budget": 2, "authors": ["C. Marchand", "K. Haddad"]}
            await self.ask("PUT", f"{told['links']['edit']}/card", **card)
            await self.ask("PUT", f"{told['links']['edit']}/card", status=status)
            self.links.append(told["links"])
        today = date.today().isoformat()  # noqa: DTZ011 - the day where the server is
        self.folder = await self._folder(day=today, audience="Pour la candidate", recipients=["L. Benali"])
        await self._folder(title="Économie")

    async def _folder(self, **wish: object) -> dict[str, str]:
        links: dict[str, str] = (await self.ask("POST", f"{self.site.url}/api/folders", **wish))["links"]
        notes = [links["read"] for links in self.links]
        await self.ask("POST", f"{links['edit']}/notes", links=notes)
        return links

    async def ask(self, method: str, address: str, **body: object) -> Any:
        """What the server answers to this browser."""
        answer = await self.context.request.fetch(
            address, method=method, data=json.dumps(body), headers={"Content-Type": "application/json"}
        )
        assert answer.ok, (address, await answer.text())
        return await answer.json()

    async def link(self, role: str, **wish: object) -> dict[str, Any]:
        """Another link to the first note."""
        made: dict[str, Any] = await self.ask("POST", f"{self.links[0]['edit']}/links", role=role, **wish)
        return made

    async def page(self, address: str = "") -> Page:
        """A tab of it, at that address."""
        page = await self.context.new_page()
        if address:
            await page.goto(address)
        return page

    async def somebody(self, address: str, **options: Any) -> Page:
        """Another browser of the same kind, which has nothing."""
        context = await self._browser.new_context(**self.look.options() | options)
        self._others.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        page = await context.new_page()
        await page.goto(address)
        return page

    async def editor(self, link: str, *, ready: bool = True) -> Page:
        """The editor of a note, with all its parts where it is `ready`."""
        page = await self.page(f"{link}?view=edit")
        await page.locator(".cm-content").wait_for()
        if ready:
            await page.wait_for_function("() => performance.getEntriesByName('parts-fetched').length > 0")
            await page.locator("#state[data-state=saved]").wait_for(state="attached")
        return page


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """An instance open to all, one with a team, and a note that three have written in and said things of."""

    open: Site
    team: Site
    away: Site
    worked: str


@asynccontextmanager
async def sites(browser: Browser) -> AsyncIterator[Sites]:
    """Serve until all pictures are taken."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        files = {
            "open": SETTINGS.format(port=free_port()),
            "team": TEAM.format(passphrase=hash_of(PASSPHRASE)),
            "away": provider_at(base, free_port()),
        }
        for name, text in files.items():
            (base / f"{name}.toml").write_text(text)
        async with (
            running(base / "open", "--config", str(base / "open.toml")) as site,
            running(base / "team", "--config", str(base / "team.toml")) as team,
            running(base / "away", "--config", str(base / "away.toml")) as away,
        ):
            yield Sites(open=site, team=team, away=away, worked=await worked(site, browser))


def provider_at(base: Path, port: int) -> str:
    """The settings of a team whose provider does not answer."""
    secret = base / "oidc.secret"
    secret.write_text("secret")
    secret.chmod(0o600)
    return (
        f'oidc_issuer = "http://127.0.0.1:{port}"\noidc_client_id = "pochette"\n'
        f'oidc_client_secret_file = "{secret}"\noidc_name = "Équipe de campagne"\n'
    )


async def worked(site: Site, browser: Browser) -> str:
    """The link of a note in which three have written, one after the other, with comments and versions."""
    link = (await site.new_note(f"# Retraites : la réforme par points\n\n{TEXT}"))["edit"]
    card = {"theme": "Économie", "kind": "Note thématique", "budget": 2, "status": "reviewed"}
    said = (
        ("Claire", "droits acquis.", " Elle s’applique aux générations nées après 1963.", "régime universel"),
        ("Karim", "garanties", ", à parité entre femmes et hommes", "départs anticipés"),
        ("Inès", "solde 2016", " avant réforme", "Relecture juridique"),
    )
    for name, after, words, passage in said:
        context = await browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
        writer = Writer(await context.new_page(), name)
        await writer.open(link)
        await writer.put_caret(after, after=True)
        await writer.type(words)
        await writer.sees_state("Enregistré")
        await writer.select(passage)
        await writer.page.keyboard.press("Control+Alt+m")
        aside = writer.page.locator("#comments")
        await aside.locator(".draft [name=text], .draft textarea").first.fill(f"Source de « {passage} » ?")
        await aside.locator(".draft button.primary").click()
        await aside.locator("li", has_text=passage).first.wait_for()
        named = await context.request.post(f"{link}/versions", data={"name": f"Relue par {name}"})
        assert named.ok, await named.text()
        put = await context.request.put(f"{link}/card", data=card)
        assert put.ok, await put.text()
        await context.close()
    return link


def soon(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
