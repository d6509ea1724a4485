"""A classeur as journeys find it: made by a browser that manages it, with notes and their cards."""

import json
from dataclasses import dataclass
from typing import Any

from playwright.async_api import APIResponse, Page

_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The page of a classeur's maker, and the address of the classeur."""

    page: Page
    url: str
    notes: dict[str, str]

    async def ask(self, method: str, path: str, **wish: Any) -> Any:
        answer = await self.page.request.fetch(
            f"{self.url}{path}", method=method, data=json.dumps(wish), headers=_JSON
        )
        assert answer.ok, await answer.text()
        return await answer.json()


async def filled(page: Page, site: str, notes: list[tuple[str, str, str]]) -> Shown:
    """Begin a classeur with notes of these titles, themes and statuses, and open its page."""
    await page.goto(site)
    made: APIResponse = await page.request.post(
        f"{site}/binders", form={"name": "Programme"}, headers={"Origin": site}, max_redirects=0
    )
    # A form is led to the classeur, or to the page that shows its recovery link first.
    token = made.headers["location"].partition("/c/")[2].partition("/")[0].partition("?")[0]
    shown = Shown(page=page, url=f"{site}/c/{token}", notes={})
    for title, theme, status in notes:
        note = (await shown.ask("POST", "/notes", markdown=f"# {title}\n\nTexte."))["note"]
        shown.notes[title] = note
        answer = await page.request.put(
            f"{site}/n/{note}/card", data=json.dumps({"theme": theme, "status": status}), headers=_JSON
        )
        assert answer.ok, await answer.text()
    await page.goto(shown.url)
    return shown
