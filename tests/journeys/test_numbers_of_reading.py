"""A reader on a telephone finds the paragraph that a print calls § 12."""

from playwright.async_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import PHONE, overflow
from tests.journeys.site import Site

NOTE = "# Eau\n\n" + "\n\n".join(f"Le passage {place} dit ce qu’il dit." for place in range(1, 13))
SHOWN = "one => getComputedStyle(one, '::before').content"
LEFT = "one => parseFloat(getComputedStyle(one, '::before').width) + 3"


async def test_a_number_stands_in_the_margin_and_is_neither_selected_nor_named(
    site: Site, open_page: OpenPage
) -> None:
    urls = await site.new_note(NOTE)
    writer = await open_page()
    await writer.goto(urls["edit"])
    taken = await writer.request.post(
        f"{urls['edit'].partition('?')[0]}/editions", data={"numbers": True}, headers={"Origin": site.url}
    )
    assert taken.status == 201, await taken.text()

    page = await open_page(**PHONE)
    await page.goto(f"{urls['read']}?view=read")
    twelfth = page.get_by_text("Le passage 12 dit")
    await expect(twelfth).to_have_attribute("data-number", "12")
    assert '"12"' in await twelfth.evaluate(SHOWN)
    box = await twelfth.bounding_box()
    assert box is not None
    assert box["x"] >= await twelfth.evaluate(LEFT), "the number is on the screen"
    copied = await page.evaluate(
        "() => { getSelection().selectAllChildren(document.body); return `${getSelection()}` }"
    )
    assert "12\nLe passage" not in copied
    assert await page.get_by_role("paragraph").filter(has_text="Le passage 12").aria_snapshot() == (
        "- paragraph: Le passage 12 dit ce qu’il dit."
    )
    assert await overflow(page) == 0
