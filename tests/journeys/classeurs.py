"""A classeur in a browser: begun there, with notes at their own addresses."""

from typing import Any

from playwright.async_api import Page

from tests.journeys.site import Site


class Classeur:
    """`page` is one of the browser that manages it."""

    def __init__(self, site: Site, page: Page, path: str) -> None:
        self.site = site
        self.page = page
        self.path = path

    @property
    def url(self) -> str:
        return self.site.url + self.path

    async def note(self, markdown: str) -> str:
        """The address of a note that begins in it."""
        made = await self._post(f"{self.path}/notes", {"markdown": markdown})
        return f"{self.site.url}/n/{made['note']}"

    async def link(self, role: str, *, to: str = "") -> str:
        """The address of a link to the classeur, or to the note at `to`."""
        url: str = (await self._post(f"{to.removeprefix(self.site.url) or self.path}/links", {"role": role}))[
            "url"
        ]
        return url

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        answer = await self.page.request.post(self.site.url + path, data=body)
        assert answer.ok, await answer.text()
        return await answer.json()


async def begun(site: Site, page: Page, name: str = "Programme") -> Classeur:
    """A classeur of the browser of this page."""
    await page.goto(site.url)
    made = await page.request.post(f"{site.url}/binders", form={"name": name}, max_redirects=0)
    assert made.status == 303, await made.text()
    return Classeur(site, page, made.headers["location"])
