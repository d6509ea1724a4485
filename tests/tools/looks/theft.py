"""A stolen telephone: what its owner presses and sees, what the thief sees; how to come to each."""

from dataclasses import dataclass

from playwright.async_api import Page

from tests.tools.looks.own import MAC, PHONE, WINDOWS, come_by
from tests.tools.looks.stage import Stage

_TITLES = ("Débat de lundi : éléments de langage", "Budget de la campagne")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A laptop and a telephone of the same visitor, and the addresses of their first note."""

    laptop: Page
    phone: Page
    links: dict[str, str]


async def owner(stage: Stage, *, has_company: bool = True) -> Owner:
    """Somebody who manages two notes, with colleagues who came by their links where it `has_company`."""
    laptop = await stage.somebody(stage.site.url)
    await laptop.context.request.put(f"{stage.site.url}/api/visitor", data={"name": "Inès Moreau"})
    made = []
    for title in _TITLES:
        body = {"markdown": f"# {title}\n\nRien n’est public avant lundi.\n"}
        answer = await laptop.context.request.post(f"{stage.site.url}/api/notes", data=body)
        made.append((await answer.json())["links"])
    if has_company:
        await come_by(stage, made[0]["edit"], "Karim Haddad", days=12, user_agent=WINDOWS)
        await come_by(stage, made[0]["read"], "Sofia Lindqvist", days=40, user_agent=MAC)
        await come_by(stage, made[1]["edit"], "", days=3, user_agent=PHONE)
        await come_by(stage, made[1]["edit"], "Claire", days=1, user_agent=PHONE)
    phone = await joined(stage, laptop)
    for page in (laptop, phone):
        for links in made:
            await page.goto(links["edit"])
    await phone.context.request.get(f"{made[0]['edit']}/carry")
    return Owner(laptop=laptop, phone=phone, links=made[0])


async def joined(stage: Stage, shows: Page) -> Page:
    """A telephone that becomes one of somebody's devices."""
    await shows.goto(f"{stage.site.url}/devices")
    await shows.locator("form[action='/devices/code'] button").click()
    phone = await stage.somebody(await shows.locator("input[readonly]").first.input_value(), user_agent=PHONE)
    await phone.locator("button.primary").click()
    for page in (shows, phone):
        await page.locator("[data-step=compare]").wait_for()
        await page.locator("button.primary").click()
    await phone.locator("[data-step=linked]").wait_for()
    return phone


async def press(stage: Stage, page: Page) -> Page:
    await page.goto(f"{stage.site.url}/devices/stolen")
    await page.locator("form.loss button").click()
    await page.locator("section.done").wait_for()
    return page


async def shown_code(stage: Stage, page: Page) -> str:
    await page.goto(f"{stage.site.url}/devices")
    await page.locator("form[action='/devices/recovery-code'] button").click()
    return "-".join(await page.locator(".letters span").all_inner_texts())


async def devices(stage: Stage) -> Page:
    page = (await owner(stage)).laptop
    await page.goto(f"{stage.site.url}/devices")
    return page


async def ask(stage: Stage) -> Page:
    page = (await owner(stage)).laptop
    await page.goto(f"{stage.site.url}/devices/stolen")
    return page


async def ask_alone(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.site.url}/devices/stolen")


async def done(stage: Stage) -> Page:
    return await press(stage, (await owner(stage)).laptop)


async def pending(stage: Stage) -> Page:
    page = await done(stage)
    await page.goto(f"{stage.site.url}/devices")
    return page


async def home_without_code(stage: Stage) -> Page:
    page = (await owner(stage, has_company=False)).laptop
    await page.goto(stage.site.url)
    return page


async def thief_at_home(stage: Stage) -> Page:
    seen = await owner(stage, has_company=False)
    await press(stage, seen.laptop)
    await seen.phone.goto(stage.site.url)
    return seen.phone


async def thief_at_devices(stage: Stage) -> Page:
    page = await thief_at_home(stage)
    await page.goto(f"{stage.site.url}/devices")
    return page


async def thief_at_note(stage: Stage) -> Page:
    seen = await owner(stage, has_company=False)
    await press(stage, seen.laptop)
    await seen.phone.goto(seen.links["edit"])
    return seen.phone


async def thief_in_editor(stage: Stage) -> Page:
    """It was open while the owner pressed."""
    seen = await owner(stage, has_company=False)
    await seen.phone.goto(f"{seen.links['edit']}?view=edit")
    await seen.phone.locator("#state[data-state=saved]").wait_for(state="attached")
    await press(stage, seen.laptop)
    await seen.phone.wait_for_url(f"{stage.site.url}/")
    return seen.phone


async def colleague_cut_off(stage: Stage) -> Page:
    """The editor of who came yesterday, at the moment of the press."""
    seen = await owner(stage, has_company=False)
    page = await stage.somebody(f"{seen.links['edit']}?view=edit")
    await page.locator("#state[data-state=saved]").wait_for(state="attached")
    await press(stage, seen.laptop)
    await page.locator("#banner:not([hidden]), #state[data-state=refused]").first.wait_for()
    return page


async def code(stage: Stage) -> Page:
    page = (await owner(stage, has_company=False)).laptop
    await shown_code(stage, page)
    return page


async def recovery(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.site.url}/recovery")


async def recovery_wrong(stage: Stage) -> Page:
    page = await recovery(stage)
    await page.locator("[name=code]").fill("K7QZM 2RVXC 9PTHD 4WNBE")
    await page.locator("form button").click()
    await page.locator(".wrong").wait_for()
    return page


async def recovered(stage: Stage) -> Page:
    """The owner's laptop, after the thief had pressed first."""
    laptop = await stage.somebody(stage.site.url)
    letters = await shown_code(stage, laptop)
    for title in _TITLES:
        await laptop.context.request.post(f"{stage.site.url}/api/notes", data={"markdown": f"# {title}\n"})
    await press(stage, await joined(stage, laptop))
    await laptop.goto(f"{stage.site.url}/recovery")
    await laptop.locator("[name=code]").fill(letters)
    await laptop.locator("form button").click()
    await laptop.locator("section.done").wait_for()
    return laptop


async def home_told(stage: Stage) -> Page:
    """Who manages a note by whose link a lost telephone had come."""
    return (await told(stage))[0]


async def manage_told(stage: Stage) -> Page:
    page, note = await told(stage)
    await page.goto(f"{note}/manage")
    return page


async def told(stage: Stage) -> tuple[Page, str]:
    manager = await stage.somebody(stage.site.url)
    body = {"markdown": "# Déplacement à Nantes\n"}
    made = await manager.context.request.post(f"{stage.site.url}/api/notes", data=body)
    note: str = (await made.json())["links"]["edit"]
    wish = {"role": "comment", "label": "Relecture du cabinet"}
    link = (await (await manager.context.request.post(f"{note}/links", data=wish)).json())["url"]
    seen = await owner(stage, has_company=False)
    await seen.phone.goto(link)
    await press(stage, seen.laptop)
    await manager.goto(stage.site.url)
    return manager, note


async def again(stage: Stage) -> Page:
    return await stage.somebody(f"{stage.sites.away.url}/team/again")
