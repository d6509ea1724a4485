"""Comments as people make them in a browser."""

import json
from urllib.request import Request, urlopen

from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import Invite
from tests.journeys.writer import Writer

# What waits to be checked is marked in the text, and listed beside the comments.
UNCHECKED = "# Logement\n\nDix [à vérifier] millions.\n\n## Coût\n\nUn milliard [à vérifier : Bercy].\n"
NOTE = "# Eau\n\nLe prix est libre. La régie est rare.\n"
# Not the passage of a comment that is being written.
SAID = '#editor .said:not([data-thread=""])'


def link_to_comment(link: str) -> str:
    """As the share dialog makes it."""
    asked = Request(  # noqa: S310 - our own server
        f"{link}/links",
        json.dumps({"role": "comment"}).encode(),
        {"Content-Type": "application/json", "Accept": "application/json"},
    )
    with urlopen(asked) as answer:  # noqa: S310
        url: str = json.load(answer)["url"]
    return url


async def commenter(invite: Invite, link: str, name: str) -> Writer:
    """Somebody with a link to comment, who says their name when they first comment."""
    writer = await invite(link_to_comment(link))
    writer.name = name
    return writer


async def name_oneself(writer: Writer) -> None:
    """Where the page asks for it."""
    if await writer.page.locator("#name[open]").count():
        await writer.page.locator("#name input").fill(writer.name or "")
        await writer.page.keyboard.press("Enter")


def aside(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Commentaires")


async def comment(writer: Writer, passage: str, text: str) -> None:
    await writer.select(passage)
    await writer.page.keyboard.press("Control+Alt+m")
    await name_oneself(writer)
    await aside(writer.page).get_by_label("Votre commentaire").fill(text)
    await aside(writer.page).locator(".draft").get_by_role("button", name="Envoyer").click()
    await expect(aside(writer.page).locator("li").filter(has_text=text)).to_be_visible()


async def talk(page: Page) -> Locator:
    """The field of the talk about the whole note, which is opened by its own button."""
    await aside(page).get_by_role("button", name="Sur toute la note").click()
    return aside(page).get_by_label("Un mot à toute l’équipe")
