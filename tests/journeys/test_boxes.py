"""Boxes and footnotes as they look in the editor: a title, and no signs even where the caret is."""

from playwright.async_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.site import Site

NOTE = """# Trains

::: retenir
- Vingt **gares**[^1].
:::

::: langage Ce que nous disons
Un train par heure.
:::

::: contexte
Jamais fermée.

[^1]: Le plan.
"""


async def test_a_box_is_painted_and_never_shows_its_signs(site: Site, invite: Invite) -> None:
    claire = await invite((await site.new_note(NOTE))["edit"], "Claire")
    lines, top = claire.page.locator(".cm-line.lp-box"), claire.page.locator(".lp-retenir.lp-top")
    await claire.put_caret("Jamais")
    await expect(lines).to_have_text(
        ["", "• Vingt gares1.", "", "Ce que nous disons", "Un train par heure.", ""]
    )
    await expect(top).to_have_attribute("data-label", "À retenir")
    assert await claire.page.locator(".lp-langage.lp-top").get_attribute("data-label") is None
    await expect(claire.page.locator(".lp-footnote-call")).to_have_text(["1"])

    await claire.put_caret("::: retenir", after=True)
    await expect(top).to_have_text("")
    await expect(top).to_have_attribute("data-label", "À retenir")
    await claire.put_caret("[^1]", after=True)
    await expect(claire.page.locator(".lp-footnote-call").first).to_have_text("1")
