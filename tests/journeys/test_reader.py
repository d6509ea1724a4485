"""The reader: real HTML, the size of the text, the place, and a link that gives no more than reading."""

import re
from functools import partial

from playwright.async_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.looks import DESKS, PHONE, PHONES, flaws, overflow
from tests.journeys.opening import open_without_script
from tests.journeys.sharing import SHARES
from tests.journeys.site import Site

NOTE = (
    """# Retraites : la réforme par points

::: retenir
La France consacre **13,8 % de son PIB** aux retraites[^1].
:::

- [x] Chiffrage relu par [l'Institut](https://example.org/)
- [ ] Relecture juridique

| Mesure | 2018 | 2019 | 2020 | 2021 | Observations |
|---|--:|--:|--:|--:|---|
| Points maternité | 0,3 Md€ | 0,9 Md€ | 1,2 Md€ | 1,4 Md€ | à confirmer avec la Caisse nationale |

```graphique Dépenses
2018;300
2022;330
```

"""
    + "\n\n".join(f"## Partie {part}\n\n" + "Une phrase de plus, assez longue. " * 30 for part in range(1, 9))
    + "\n\n[^1]: Rapport du Conseil d'orientation.\n"
)


async def test_the_note_is_there_without_any_script(site: Site, open_page: OpenPage) -> None:
    page = await open_page(java_script_enabled=False, **PHONE)
    await open_without_script(page, (await site.new_note(NOTE))["read"])

    await expect(page.get_by_role("heading", name="Partie 8")).to_be_attached()
    await expect(page.get_by_text("min de lecture")).to_be_visible()
    await expect(page.get_by_role("link", name="Imprimer")).to_have_attribute("href", re.compile("/print$"))
    # What needs a script is not offered.
    await expect(page.get_by_role("button")).to_have_count(1)
    await expect(page.get_by_role("button", name="Lue")).to_be_visible()
    assert await page.title() == "Pochette"


async def test_the_title_is_told_to_the_reader_and_to_no_robot(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note(NOTE))["read"]
    page, robot = await open_page(), await open_page(java_script_enabled=False)
    await page.goto(link)
    await robot.goto(link)

    assert "Retraites" not in await robot.content()
    assert "og:" not in await robot.content()
    await expect(page).to_have_title(re.compile("Retraites.+la réforme par points — Pochette"))


async def test_the_place_and_the_size_of_the_text_are_remembered(site: Site, open_page: OpenPage) -> None:
    page = await open_page(**PHONE)
    link = (await site.new_note(NOTE))["read"]
    await page.goto(link)
    before = await size_of_text(page)
    for _ in range(2):
        await page.get_by_role("button", name="Texte plus grand").click()
    await page.evaluate("document.querySelector('#s-partie-5').scrollIntoView()")
    await page.goto(site.url)
    await page.goto(link)

    assert await size_of_text(page) > before
    await expect(page.get_by_role("heading", name="Partie 5")).to_be_in_viewport()
    for _ in range(3):
        await page.get_by_role("button", name="Texte plus petit").click()
    assert await size_of_text(page) < before
    await expect(page.get_by_role("button", name="Texte plus petit")).to_have_attribute(
        "aria-disabled", "true"
    )


LONG = "# Longue\n\n" + "\n\n".join(
    f"## Partie {part}\n\nMot{part} et une phrase. " + "De plus, assez longue. " * (part % 7 * 12)
    for part in range(1, 201)
)
# Every block has the size that it has when all are laid out.
SETTLED = """async () => {
  const blocks = [...document.querySelectorAll('#text > :nth-child(n + 41)')]
  while (blocks.some(block => block.style.contentVisibility !== 'visible'))
    await new Promise(rest => requestAnimationFrame(rest))
}"""
TOP_OF = "one => one.getBoundingClientRect().top"


async def test_a_long_note_is_laid_out_behind_its_first_screens_and_nothing_moves_by_it(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(**PHONE)
    link = (await site.new_note(LONG))["read"]
    await page.goto(link)
    await page.wait_for_function(SETTLED)
    await page.locator("#s-partie-150").evaluate("one => scrollTo(0, scrollY + one.offsetTop - 300)")
    before = await page.locator("#s-partie-150").evaluate(TOP_OF)
    await page.goto(site.url)
    await page.goto(link)

    await page.wait_for_function(SETTLED)
    assert abs(await page.locator("#s-partie-150").evaluate(TOP_OF) - before) < 2
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    await expect(page.get_by_text("Mot200")).to_be_in_viewport()


async def test_a_link_to_a_part_of_a_long_note_leads_there_without_any_script(
    site: Site, open_page: OpenPage
) -> None:
    link = (await site.new_note(LONG))["read"]
    for has_script in (True, False):
        page = await open_page(java_script_enabled=has_script, **PHONE)
        opened = page.goto if has_script else partial(open_without_script, page)
        await opened(f"{link}#s-partie-150")
        await expect(page.get_by_role("heading", name="Partie 150")).to_be_in_viewport()


async def test_the_line_under_the_bar_tells_how_much_is_read(site: Site, open_page: OpenPage) -> None:
    page = await open_page(**PHONE)
    await page.goto((await site.new_note(NOTE))["read"])
    bar = page.locator("#progress")
    assert await bar.evaluate("bar => bar.getBoundingClientRect().width") == 0
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    await page.wait_for_function(
        "() => Math.round(document.querySelector('#progress').getBoundingClientRect().width) === innerWidth"
    )


async def test_a_footnote_leads_down_and_back(site: Site, open_page: OpenPage) -> None:
    page = await open_page(**PHONE)
    await page.goto((await site.new_note(NOTE))["read"])
    await page.get_by_role("link", name="Note 1").click()
    await expect(page.get_by_text("Rapport du Conseil")).to_be_in_viewport()
    await page.get_by_role("link", name="Retour au texte").click()
    await expect(page.get_by_text("13,8")).to_be_in_viewport()


async def test_a_phone_reads_first_and_passes_on_no_more_than_reading(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(
        user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/140 Mobile Safari/537.36 Mobi", **PHONE
    )
    await page.add_init_script(f"({SHARES})()")
    links = await site.new_note(NOTE)
    await page.goto(links["edit"])
    await page.get_by_role("button", name="Partager").click()
    await page.wait_for_function("() => window.shared.length === 1")

    shared = str((await page.evaluate("window.shared[0]"))["url"])
    assert shared not in links.values(), "a link of one's own, as that of others is not told"
    other = await open_page()
    await other.goto(shared)
    await expect(other.get_by_role("button", name="Partager")).to_be_visible()
    await expect(other.get_by_role("link", name="Modifier")).to_have_count(0)
    await expect(page.get_by_role("link", name="Modifier")).to_have_attribute(
        "href", re.compile(r"\?view=edit$")
    )


async def test_where_nothing_can_be_shared_the_link_is_copied(site: Site, open_page: OpenPage) -> None:
    page = await open_page(permissions=["clipboard-read", "clipboard-write"])
    links = await site.new_note(NOTE)
    await page.goto(links["read"])
    await page.get_by_role("button", name="Partager").click()

    await expect(page.get_by_role("button", name="Lien copié")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == links["read"]
    await expect(page.get_by_role("link", name="Modifier")).to_have_count(0)


async def test_anyone_can_read(site: Site, open_page: OpenPage, axe: str) -> None:
    phone, desk = await open_page(**PHONE), await open_page()
    link = (await site.new_note(NOTE))["edit"] + "?view=read"
    for page in (phone, desk):
        await page.goto(link)

    assert await flaws(phone, axe, *PHONES, is_phone=True) == []
    assert await flaws(desk, axe, *DESKS) == []
    for _ in range(3):
        await phone.get_by_role("button", name="Texte plus grand").click()
    assert await overflow(phone) == 0


async def size_of_text(page: Page) -> float:
    size: float = await page.locator("article").evaluate(
        "text => parseFloat(getComputedStyle(text).fontSize)"
    )
    return size


async def test_dark_follows_the_system_and_paper_stays_light(site: Site, open_page: OpenPage) -> None:
    link = (await site.new_note("# Nuit\n\nUn texte.\n"))["edit"]
    light = """() => {
      const { backgroundColor, color } = getComputedStyle(document.querySelector('#text, #editor'))
      const { backgroundColor: page } = getComputedStyle(document.body)
      const grey = said => said.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3
      // What is clear shows what lies under it, and at last the paper.
      const under = [backgroundColor, page, 'rgb(255, 255, 255)'].find(said => !/, 0\\)$/.test(said))
      return [grey(under), grey(color)]
    }"""
    for view in ("read", "edit"):
        page = await open_page(color_scheme="light")
        await page.goto(f"{link}?view={view}")
        await page.get_by_text("Un texte.").wait_for()
        paper, ink = await page.evaluate(light)
        assert (paper > 230, ink < 60) == (True, True), "light as the system"
        await page.emulate_media(color_scheme="dark")
        paper, ink = await page.evaluate(light)
        assert (paper < 60, ink > 200) == (True, True), "dark as the system"
        await page.emulate_media(color_scheme="dark", media="print")
        paper, ink = await page.evaluate(light)
        assert (paper > 230, ink < 60) == (True, True), "light on paper"
