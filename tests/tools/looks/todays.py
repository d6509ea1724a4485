"""Aujourd'hui, the home of who reads a classeur: with a pochette, without one, and its list."""

from dataclasses import dataclass
from datetime import date, timedelta

from playwright.async_api import Page

from tests.journeys.writer import Writer, until
from tests.tools.looks.stage import Stage

TEXT = "Un texte de quelques mots, pour en avoir la longueur.\n\n"
BEGINNING = "Un premier passage.\n\nUn second passage.\n\n"
DAY = (
    ("Déplacement à Nantes", "Territoires", 80, "ready"),
    ("Logements vacants : remettre 100 000 logements sur le marché", "Logement", 80, "ready"),
    ("Rénover 500 000 logements par an", "Logement", 80, "reviewed"),
    ("Rouvrir vingt petites gares", "Transports", 100, "to-review"),
    ("Débat de lundi : questions", "Économie", 120, "draft"),
)
OTHERS = (("Éléments de langage : l’école", "Éducation"), ("Fiche Saint-Brieuc", "Territoires"))
AGENDA = (
    "7 h 50 Matinale, invitée politique (notes 1 et 4)",
    "11 h Nantes, chantier naval (note 2)",
    "21 h Débat",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A classeur, and the browser of who reads it."""

    stage: Stage
    page: Page
    base: str
    notes: dict[str, str]

    async def read(self, *titles: str) -> None:
        """Be shown these notes and say *Lue*."""
        for title in titles:
            url = f"{self.stage.site.url}/n/{self.notes[title]}"
            page = await (await self.page.request.get(f"{url}?view=read")).text()
            seen = page.partition('name="seen" value="')[2].partition('"')[0]
            said = {"seen": seen, "do": "read"}
            answer = await self.page.request.post(f"{url}/read", data=said)
            assert answer.ok, await answer.text()

    async def change(self, title: str, text: str) -> None:
        """Write in two places of a note, as somebody of the team does."""
        page = await self.stage.editor(f"{self.stage.site.url}/n/{self.notes[title]}")
        for passage in ("Un premier passage", "Un second passage"):
            await Writer(page, None).put_caret(passage, after=True)
            await page.keyboard.type(text)
        await page.locator("#state[data-state=saving]").wait_for(state="detached")
        asked = "async path => (await (await fetch(path)).text()).includes(`second passage${text}`)"
        await until(page, asked.replace("${text}", text), f"/n/{self.notes[title]}/note.md")
        await page.close()

    async def folder(self, day: int, *titles: str, **wish: object) -> None:
        iso = (date.today() + timedelta(days=day)).isoformat()  # noqa: DTZ011 - the day where the server is
        made = await self.stage.ask("POST", f"{self.base}/folders", day=iso)
        url = f"{self.stage.site.url}/p/{made['folder']}"
        await self.stage.ask("POST", f"{url}/notes", notes=[self.notes[title] for title in titles])
        if wish:
            await self.stage.ask("PUT", f"{url}/folder", **wish)

    async def open(self, view: str = "") -> Page:
        await self.page.goto(self.base + view)
        return self.page


async def _reading(stage: Stage, *, role: str = "read") -> Reading:
    """Notes of the day are there when the reader comes; those of OTHERS and two of the day come later."""
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    base = f"{stage.site.url}/c/{made['binder']}"
    link = await stage.ask("POST", f"{base}/links", role=role)
    notes = {}
    for title, theme, words, status in DAY[:2]:
        notes[title] = await _note(stage, base, title, theme, words, status)
    page = await stage.somebody(link["url"])
    await page.locator("button[name=skip]").click()
    for title, theme, words, status in DAY[2:]:
        notes[title] = await _note(stage, base, title, theme, words, status)
    for title, theme in OTHERS:
        notes[title] = await _note(stage, base, title, theme, 3, "draft")
    return Reading(stage=stage, page=page, base=base, notes=notes)


async def _note(stage: Stage, base: str, title: str, theme: str, words: int, status: str) -> str:
    told = await stage.ask("POST", f"{base}/notes", markdown=f"# {title}\n\n{BEGINNING}{TEXT * words}")
    await stage.ask("PUT", f"{stage.site.url}/n/{told['note']}/card", theme=theme, status=status)
    return str(told["note"])


async def day(stage: Stage) -> Page:
    there = await _reading(stage)
    titles = [title for title, *_ in DAY]
    await there.folder(0, *titles)
    await there.folder(-1, *titles[:2])
    await there.read(titles[0], titles[1])
    await there.change(titles[1], ", et ce qui a changé depuis")
    return await there.open()


async def agenda(stage: Stage) -> Page:
    there = await _reading(stage)
    said = {"agenda": list(AGENDA), "message": "À rendre ou à détruire après usage."}
    await there.folder(0, *(title for title, *_ in DAY), **said)
    return await there.open()


async def none(stage: Stage) -> Page:
    there = await _reading(stage)
    for days in range(1, 7):
        await there.folder(-days, *(title for title, *_ in DAY))
    return await there.open()


async def empty(stage: Stage) -> Page:
    made = await stage.ask("POST", f"{stage.site.url}/api/binders", name="Programme")
    base = f"{stage.site.url}/c/{made['binder']}"
    link = await stage.ask("POST", f"{base}/links", role="read")
    page = await stage.somebody(link["url"])
    await page.locator("button[name=skip]").click()
    return page


async def notes(stage: Stage) -> Page:
    return await (await _reading(stage)).open("?view=liste&deplie=Logement")


async def menu(stage: Stage) -> Page:
    page = await day(stage)
    await page.locator("[popovertarget=others]:visible").click()
    return page


async def writer(stage: Stage) -> Page:
    """The same page of who may modify."""
    there = await _reading(stage)
    await there.folder(0, *(title for title, *_ in DAY))
    return await stage.page(f"{there.base}?view=aujourdhui")


async def at_home(stage: Stage) -> Page:
    """Home of who reads a classeur and a note beside it."""
    there = await _reading(stage)
    await there.folder(0, *(title for title, *_ in DAY))
    page = await there.open()
    await page.goto(f"{stage.links[1]['read']}?view=read")
    await page.goto(f"{stage.links[0]['read']}?view=read")
    await page.goto(stage.site.url)
    return page
