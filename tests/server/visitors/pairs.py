"""Two browsers at the door that are linked, as people do it without script."""

import re

from tests.conftest import Client
from tests.server.visits import cookie_of

PHONE = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Mobile"
}
DIGITS = re.compile(r'name="digits" value="(\d{4})"')


async def code_of(client: Client, cookie: dict[str, str]) -> str:
    """The path that another browser is to open."""
    answer = await client.post("/devices/code", headers=cookie, allow_redirects=False)
    assert answer.status == 303
    return answer.headers["Location"]


async def does(client: Client, path: str, cookie: dict[str, str], what: str, **fields: str) -> int:
    """One press; the status of its answer."""
    form = {"do": what, **fields}
    return (await client.post(path, data=form, headers=cookie, allow_redirects=False)).status


async def step_of(client: Client, path: str, cookie: dict[str, str]) -> str:
    """What the script of a page is told."""
    answer = await client.get(path, headers={**cookie, "Accept": "application/json"})
    return str((await answer.json())["step"]) if answer.status == 200 else str(answer.status)


async def page_of(client: Client, path: str, cookie: dict[str, str]) -> str:
    """A page, with any space as a plain one."""
    text = await (await client.get(path, headers=cookie)).text()
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def digits_of(client: Client, path: str, cookie: dict[str, str]) -> str:
    """The digits that a side shows, "" for none."""
    found = DIGITS.search(await page_of(client, path, cookie))
    return found[1] if found else ""


async def confirms(client: Client, path: str, cookie: dict[str, str]) -> int:
    return await does(client, path, cookie, "confirm", digits=await digits_of(client, path, cookie))


async def opened(
    client: Client, cookie: dict[str, str], phone: dict[str, str], *, gives: bool = False
) -> str:
    """The path at which both see the digits."""
    path = await code_of(client, cookie)
    await does(client, path, phone, "open", **({"give": "1"} if gives else {}))
    return path


async def linked(
    client: Client, cookie: dict[str, str], phone: dict[str, str], *, gives: bool = False
) -> str:
    """`phone` is one of the devices of `cookie` from now on."""
    path = await opened(client, cookie, phone, gives=gives)
    assert await confirms(client, path, phone) == await confirms(client, path, cookie) == 303
    assert await step_of(client, path, phone) == "linked"
    return path


async def joined(client: Client, cookie: dict[str, str]) -> dict[str, str]:
    """The cookie of a telephone that has joined the device of `cookie`."""
    phone = cookie_of(await client.get("/", headers=PHONE))
    await linked(client, cookie, phone)
    return phone


async def listed(client: Client, cookie: dict[str, str]) -> list[str]:
    """The devices' ids, this one among them."""
    text = await page_of(client, "/devices", cookie)
    return re.findall(r'action="/devices/([\w-]+)/close"', text)
