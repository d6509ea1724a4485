"""Links in a browser: shared from the dialog, behind a password, or leading nowhere."""

from playwright.async_api import Locator, Page

from tests.journeys.site import Site

# A token of the right form that no server has given.
NOWHERE = "/n/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA9tXe"
# Stands for the share dialog of the system, and remembers what it was given.
SHARES = """() => {
  window.shared = []
  Object.defineProperty(Navigator.prototype, 'share', {
    configurable: true,
    value: async what => { window.shared.push(what) },
  })
}"""


async def own_note(page: Page, site: Site, markdown: str = "# Agenda\n") -> dict[str, str]:
    """A note that this browser has begun, and manages; gives its links by their right."""
    made = await page.request.post(f"{site.url}/api/notes", data={"markdown": markdown})
    links: dict[str, str] = (await made.json())["links"]
    return links


async def share(page: Page, link: str) -> None:
    await page.goto(f"{link}?view=edit")
    await page.locator(".cm-content").wait_for()
    await page.get_by_role("button", name="Partager").click()
    await page.get_by_role("dialog", name="Partager cette note").wait_for()


async def choose(page: Page, named: str) -> Locator:
    """Open the panel of a link of the list, found by some of its words."""
    await page.get_by_role("tab").filter(has_text=named).click()
    return page.get_by_role("tabpanel")


async def enter_password(page: Page, password: str) -> None:
    await page.get_by_label("Mot de passe").fill(password)
    await page.get_by_role("button", name="Ouvrir").click()
