"""The search by Ctrl+K: by keys and the accessibility tree alone, on a phone, slow, refused, and offline."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.journeys.classeurs import Classeur, begun
from tests.journeys.conftest import Invite, OpenPage
from tests.journeys.looks import PHONES, flaws
from tests.journeys.offline import PHONE, keep
from tests.journeys.searching import dialog, field, found, look, open_search, options
from tests.journeys.site import Site
from tests.journeys.writer import SAVED, Writer

HOUSING = """# Logements vacants

## Le constat

Huit sur dix possèdent un seul logement vide et disent vouloir le **louer**.

En dix ans, le nombre de logements vides a crû deux fois plus vite que le parc.

## Les causes

Un logement resté vide deux ans perd un dixième de sa valeur.
"""
DEBATE = "# Débat de lundi\n\nCombien de logements vides dans votre ville ?\n"
LONG = "\n\n".join(f"Paragraphe {number}, qui ne dit rien." for number in range(200))
# What waits on another page or is remembered there.
STORED = "() => JSON.stringify({...localStorage, ...sessionStorage})"


async def filled(site: Site, open_page: OpenPage, *texts: str, **browser: Any) -> Classeur:
    """A classeur with these notes, on its page."""
    classeur = await begun(site, await open_page(**browser))
    for text in texts or (HOUSING, DEBATE):
        await classeur.note(text)
    await classeur.page.goto(classeur.url)
    return classeur


@asynccontextmanager
async def answered(context: BrowserContext, **answer: Any) -> AsyncIterator[None]:
    """Every question is answered so meanwhile."""

    async def fulfil(route: Route) -> None:
        await route.fulfill(**answer)

    await context.route("**/api/search", fulfil)
    yield
    await context.unroute("**/api/search", fulfil)


async def test_a_note_is_found_by_keys_alone_and_opens_at_the_passage(
    site: Site, open_page: OpenPage
) -> None:
    page = (await filled(site, open_page, HOUSING + LONG + "\n\nLe chèque énergie des communes.\n")).page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await found(page, "cheques energies", "Logements vacants")
    await expect(options(page).first).to_have_attribute("aria-selected", "true")
    at = await field(page).get_attribute("aria-activedescendant")
    assert at == await options(page).first.get_attribute("id")
    await expect(dialog(page).get_by_role("status").filter(has_text="1 passage dans 1 note")).to_have_count(1)
    await page.keyboard.press("Enter")
    mark = page.locator(".lp-passage").first
    await expect(mark).to_have_text("Le chèque énergie des communes")
    await expect(mark).to_be_in_viewport()
    assert "#" not in page.url
    # The words are in no address, and no title is kept by the browser.
    assert [url for url in asked if "nergie" in url] == []
    stored = json.loads(await page.evaluate(STORED))
    assert "Logements" not in json.dumps(stored)
    assert stored["pochette.searches"] == '["cheques energies"]'
    await page.keyboard.press("Shift")
    await expect(page.locator(".lp-passage")).to_have_count(0)


async def test_escape_empties_then_closes_and_gives_the_focus_back(site: Site, open_page: OpenPage) -> None:
    page = (await filled(site, open_page)).page
    link = page.get_by_role("link", name="Débat de lundi")
    await link.focus()
    await open_search(page, "/")
    await found(page, "logement", "Logements vacants", "Débat de lundi")
    await page.keyboard.press("Escape")
    await expect(field(page)).to_have_value("")
    await expect(dialog(page).get_by_text("Repris récemment")).to_have_count(0)
    await expect(options(page).first).to_have_accessible_name("Nouvelle note dans Programme")
    await page.keyboard.press("Escape")
    await expect(dialog(page)).to_have_count(0)
    await expect(link).to_be_focused()
    # In a field the sign is a letter.
    await page.get_by_role("search").get_by_role("textbox").focus()
    await page.keyboard.type("/x")
    await expect(field(page)).to_have_value("/x")


async def test_the_key_opens_it_on_pages_of_plain_html_too(site: Site, open_page: OpenPage) -> None:
    classeur = await begun(site, await open_page())
    page, note = classeur.page, await classeur.note(DEBATE)
    own = ("/devices", "/for-me", "/trash", "/search", "/notes/import")
    for url in (*(site.url + path for path in own), f"{note}/manage", f"{note}/binder"):
        answer = await page.goto(url)
        assert answer is not None
        assert answer.ok, url
        await open_search(page)
    await found(page, "ville", "Débat de lundi")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{note}**")


async def test_filters_are_chosen_typed_and_crossed_off(site: Site, open_page: OpenPage) -> None:
    classeur = await begun(site, await open_page())
    page = classeur.page
    for text, theme in ((HOUSING, "Logement"), (DEBATE, "Économie")):
        note = await classeur.note(text)
        await page.request.put(f"{note}/card", data={"theme": theme})
    await page.goto(classeur.url)
    await found(page, "logement", "Logements vacants", "Débat de lundi")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(dialog(page).get_by_role("button", name="Chercher aussi hors de Programme")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="Économie").press("Enter")
    await expect(options(page).first).to_contain_text("Débat de lundi")
    await expect(field(page)).to_be_focused()
    await dialog(page).get_by_role("button", name="Retirer le filtre Économie").click()
    await expect(options(page).first).to_contain_text("Logements vacants")
    await field(page).fill("")
    await page.keyboard.type("thème:economie logement")
    await expect(dialog(page).get_by_role("button", name="Retirer le filtre Économie")).to_be_visible()
    await expect(field(page)).to_have_value("logement")
    await field(page).fill("gaz de schiste")
    await expect(
        dialog(page).get_by_role("heading", name="Rien ne parle de « gaz de schiste »")
    ).to_be_visible()
    await expect(dialog(page)).to_contain_text("Dans 1 note du thème Économie, dans Programme.")
    # Enter begins no note that nobody has asked for.
    await page.keyboard.press("Enter")
    await expect(dialog(page)).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#title")).to_have_text("gaz de schiste")


@pytest.mark.whole
async def test_other_passages_unfold_and_a_new_tab_opens_at_one(site: Site, open_page: OpenPage) -> None:
    page = (await filled(site, open_page, HOUSING)).page
    await found(page, "logement vide", "Logements vacants")
    await expect(options(page).first).to_contain_text("1 autre passage")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowDown")
    at = dialog(page).locator("[aria-selected=true]")
    await expect(at).to_contain_text("Les causes")
    async with page.context.expect_page() as opened:
        await page.keyboard.press("Control+Enter")
    other = await opened.value
    await expect(other.locator(".lp-passage").first).to_contain_text("perd un dixième")
    assert "#" not in other.url
    await expect(dialog(page)).to_be_visible()
    await other.close()


@pytest.mark.whole
async def test_a_passage_that_is_gone_is_told(site: Site, open_page: OpenPage) -> None:
    classeur = await begun(site, await open_page())
    page, note = classeur.page, await classeur.note(HOUSING)
    told = "Ce passage a changé depuis la recherche : la note s’ouvre au début."
    await page.goto(f"{note}?view=edit#passage=Une%20phrase%20disparue")
    await expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
    await page.goto(f"{note}?view=read#passage=Une%20phrase%20disparue")
    await expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
    assert "#" not in page.url


@pytest.mark.whole
async def test_signs_of_html_are_found_and_shown_as_signs(site: Site, open_page: OpenPage) -> None:
    wrong = "<img src=x onerror=window.ran=1>"
    page = (await filled(site, open_page, f"# Taux {wrong}\n\nUn taux <b>gras</b> de 3 % {wrong}\n")).page
    await found(page, "taux", f"Taux {wrong}")
    await expect(dialog(page).locator(".body :is(img, .passage b)")).to_have_count(0)
    assert await page.evaluate("window.ran") is None


async def test_in_a_note_the_key_makes_a_link_of_words_and_searches_elsewhere(
    site: Site, invite: Invite
) -> None:
    claire = await invite((await site.new_note(HOUSING))["edit"], "Claire")
    page = claire.page
    await claire.select("constat")
    await page.keyboard.press("Control+k")
    await expect(page.locator("dialog.link")).to_be_visible()
    await page.keyboard.press("Escape")
    await claire.put_caret("constat", after=True)
    await page.keyboard.press("Control+k")
    await expect(options(page).first).to_have_accessible_name("Insérer un lien")
    await page.keyboard.press("Enter")
    await expect(page.locator("dialog.link")).to_be_visible()
    await page.keyboard.press("Escape")
    # A passage of the open note is led to without leaving it.
    await page.evaluate("window.stays = true")
    await found(page, "dixième de sa valeur", "Logements vacants")
    await page.keyboard.press("Enter")
    await expect(page.locator(".lp-passage").first).to_contain_text("dixième")
    assert await page.evaluate("window.stays")


@pytest.mark.whole
async def test_a_late_answer_to_an_earlier_question_is_not_shown(site: Site, open_page: OpenPage) -> None:
    page = (await filled(site, open_page)).page
    await found(page, "ville", "Débat de lundi")
    let_go = asyncio.Event()

    async def late(route: Route) -> None:
        if json.loads(route.request.post_data or "{}")["q"] == "causes":
            await let_go.wait()
        await route.continue_()

    await page.context.route("**/api/search", late)
    async with page.expect_request("**/api/search"):
        await field(page).fill("causes")
    await expect(dialog(page).locator(".body.old")).to_have_count(1)
    await expect(options(page).first).to_contain_text("Débat de lundi")
    await field(page).fill("dixième")
    await expect(options(page).first).to_contain_text("dixième")
    let_go.set()
    await field(page).fill("ville")
    await expect(options(page).first).to_contain_text("Débat de lundi")
    await expect(dialog(page).get_by_text("Les causes")).to_have_count(0)


async def test_a_search_that_fails_or_is_refused_says_so_and_keeps_what_it_has(
    site: Site, open_page: OpenPage
) -> None:
    page = (await filled(site, open_page)).page
    await found(page, "ville", "Débat de lundi")
    async with answered(page.context, status=502, body="nothing"):
        await field(page).fill("villes")
        await expect(dialog(page)).to_contain_text("La recherche n’a pas répondu.")
        await expect(options(page).first).to_contain_text("Débat de lundi")
    await dialog(page).get_by_role("button", name="Réessayer").click()
    await expect(dialog(page).get_by_text("n’a pas répondu")).to_have_count(0)
    await expect(field(page)).to_be_focused()
    busy = {"error": {"code": "busy", "message": "Beaucoup de demandes en ce moment."}}
    async with answered(page.context, status=503, content_type="application/json", body=json.dumps(busy)):
        await field(page).fill("ville de")
        await expect(dialog(page)).to_contain_text("Beaucoup de demandes en ce moment.")
        await expect(options(page).first).to_contain_text("Débat de lundi")
    # What is typed cannot be looked for: no retry is offered.
    await field(page).fill("de la ")
    await expect(options(page)).to_have_count(0)
    await expect(dialog(page).locator(".notice")).to_have_count(1)
    await expect(dialog(page).get_by_role("button", name="Réessayer")).to_have_count(0)


async def test_notes_that_are_still_being_read_are_told(site: Site, open_page: OpenPage) -> None:
    page = (await filled(site, open_page)).page
    await open_search(page)
    asked = await page.request.post(f"{site.url}/api/search", data={"q": "ville"})
    told = await asked.json() | {"building": {"done": 1200, "all": 5000}, "is_whole": False, "notes": 640}
    async with answered(page.context, json=told):
        await field(page).fill("ville")
        await expect(dialog(page)).to_contain_text("Les notes sont en cours de lecture : 1 200 sur 5 000.")
        await expect(dialog(page).locator(".count")).to_have_text("plus de 640 notes")


async def test_a_comment_is_found_and_opens_its_thread(site: Site, open_page: OpenPage) -> None:
    classeur = await begun(site, await open_page())
    page, note = classeur.page, await classeur.note(DEBATE)
    made = await page.request.post(f"{note}/comments", data={"text": "Demander au rectorat."})
    assert made.ok, await made.text()
    await page.goto(classeur.url)
    await found(page, "rectorat", "Débat de lundi")
    await expect(options(page).first).to_contain_text("Dans un commentaire")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Demander au rectorat.").first).to_be_visible()


@pytest.mark.whole
async def test_what_was_opened_is_listed_by_titles_of_now_and_not_once_its_link_is_closed(
    site: Site, open_page: OpenPage
) -> None:
    classeur = await begun(site, await open_page())
    note = await classeur.note("# Réponse aux pêcheurs\n\nTexte.\n")
    link = await classeur.link("read", to=note)
    other = await open_page()
    await other.goto(link)
    await other.wait_for_url("**/n/**")
    await other.locator("#text").wait_for()
    await other.goto(site.url)
    await open_search(other)
    recent = dialog(other).get_by_role("group", name="Repris récemment")
    await expect(recent.get_by_role("option", name="Réponse aux pêcheurs")).to_be_visible()
    assert "pêcheurs" not in await other.evaluate(STORED)
    links = await classeur.page.request.get(f"{note}/links")
    for one in (await links.json())["links"]:
        if one["role"] == "read":
            closed = await classeur.page.request.delete(f"{note}/links/{one['id']}")
            assert closed.ok, await closed.text()
    await other.keyboard.press("Escape")
    async with other.expect_response("**/own") as asked:
        await other.keyboard.press("Control+k")
    assert (await asked.value).status in (403, 404, 410)
    await expect(options(other).first).to_be_visible()
    await expect(recent).to_have_count(0)
    await other.wait_for_function("() => localStorage.getItem('pochette.opened') === '[]'")


@pytest.mark.whole
async def test_a_phone_finds_and_reads_the_passage_and_the_way_back_closes_the_sheet(
    site: Site, open_page: OpenPage
) -> None:
    page = (await filled(site, open_page, HOUSING + LONG, **PHONE)).page
    before = page.url
    await page.get_by_role("link", name="Chercher").click()
    await expect(field(page)).to_be_focused()
    await page.go_back()
    await expect(dialog(page)).to_have_count(0)
    assert page.url == before
    await page.get_by_role("link", name="Chercher").click()
    await found(page, "dixième", "Logements vacants")
    await options(page).first.tap()
    mark = page.locator("mark.arrived").first
    await expect(mark).to_be_in_viewport()
    assert "#" not in page.url
    await page.touchscreen.tap(200, 400)
    await expect(page.locator("mark.arrived")).to_have_count(0)
    await expect(page.locator("#text")).to_contain_text("perd un dixième de sa valeur")
    # The search is no stop on the way back.
    await page.go_back()
    await page.wait_for_url(before)
    await expect(dialog(page)).to_have_count(0)


@pytest.mark.whole
async def test_without_a_network_kept_notes_are_searched(site: Site, invite: Invite) -> None:
    claire: Writer = await invite((await site.new_note(HOUSING))["edit"], "Claire")
    page = claire.page
    await claire.sees_state(SAVED)
    await keep(claire)
    await page.context.set_offline(True)
    await look(page, "dixieme valeur")
    await expect(dialog(page)).to_contain_text("Hors connexion : dans la note gardée sur cet appareil")
    await expect(options(page).first).to_contain_text("perd un dixième de sa valeur")
    await field(page).fill("schiste")
    await expect(dialog(page).get_by_role("heading", name="Rien ne parle de")).to_be_visible()
    await page.context.set_offline(False)


async def test_the_field_works_without_script(site: Site, open_page: OpenPage) -> None:
    classeur = await begun(site, await open_page())
    await classeur.note(DEBATE)
    await found(await _at(classeur), "ville", "Débat de lundi")
    cookies = await classeur.page.context.cookies()
    page = await open_page(java_script_enabled=False)
    await page.context.add_cookies([{k: v for k, v in one.items() if k != "partitionKey"} for one in cookies])  # type: ignore[misc]
    await page.goto(classeur.url)
    await page.get_by_role("textbox", name="Chercher dans Programme…").fill("ville")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Débat de lundi")).to_be_visible()
    assert "ville" not in page.url


async def _at(classeur: Classeur) -> Page:
    await classeur.page.goto(classeur.url)
    return classeur.page


@pytest.mark.whole
async def test_nothing_is_wrong_with_it_on_a_small_phone_and_at_a_desk(
    site: Site, open_page: OpenPage, axe: str
) -> None:
    page = (await filled(site, open_page, HOUSING, **PHONE)).page
    await found(page, "logement vide", "Logements vacants")
    assert await flaws(page, axe, *PHONES, is_phone=True) == []
    await field(page).fill("gaz de schiste")
    await expect(dialog(page).get_by_role("heading", name="Rien ne parle")).to_be_visible()
    assert await flaws(page, axe, *PHONES, is_phone=True) == []
    await field(page).fill("")
    assert await flaws(page, axe, *PHONES, is_phone=True) == []
    desk = (await filled(site, open_page, HOUSING)).page
    await found(desk, "logement vide", "Logements vacants")
    await desk.keyboard.press("ArrowRight")
    assert await flaws(desk, axe, 720) == []
    await dialog(desk).get_by_role("button", name="Thème").click() if await (
        dialog(desk).get_by_role("button", name="Thème").count()
    ) else None
    assert await flaws(desk, axe, 720) == []
