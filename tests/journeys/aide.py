"""Somebody who makes notes and puts them into a pochette."""

from typing import Any

from playwright.async_api import Page, expect

from tests.journeys.site import Site


class Aide:
    """Somebody with a browser who has made notes and puts them into a pochette."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self.links: dict[str, str] = {}

    async def note(self, title: str) -> dict[str, str]:
        links: dict[str, str] = (await self._post("/api/notes", {"markdown": f"# {title}\n\nTexte.\n"}))[
            "links"
        ]
        return links

    async def pochette(self, *titles: str, **wish: Any) -> None:
        self.links = (await self._post("/api/folders", wish))["links"]
        notes = [(await self.note(title))["read"] for title in titles]
        if notes:
            await self._post(self.links["edit"].removeprefix(self.site.url) + "/notes", {"links": notes})

    async def opens(self) -> None:
        await self.page.goto(self.links["edit"])
        await self.is_made()

    async def is_made(self) -> None:
        """Wait for the print that the page shows."""
        await self.page.locator(".sums").wait_for()
        await expect(self.page.locator(".making")).to_have_count(0, timeout=60_000)

    async def prints(self, **wish: Any) -> dict[str, str]:
        """An edition, as the server tells of it."""
        edition: dict[str, str] = await self._post(
            self.links["edit"].removeprefix(self.site.url) + "/editions", wish
        )
        return edition

    async def sees(self, *titles: str) -> None:
        await expect(self.page.locator("#list .what b")).to_have_text(list(titles))

    async def _post(self, path: str, body: object) -> Any:
        answer = await self.page.request.post(self.site.url + path, data=body)
        assert answer.ok, await answer.text()
        return await answer.json()
