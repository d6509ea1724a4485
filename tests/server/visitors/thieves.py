"""A stolen telephone at the door of the server: what it can still reach, and what its owner does about it."""

import re
from functools import partial
from typing import Any

from yarl import URL

from server.http.keys import ENGINE
from server.storage import Db
from tests.conftest import Client
from tests.server.visits import Made, cookie_of, visit

DAY_MS = 24 * 3600 * 1000


async def press(client: Client, cookie: dict[str, str], **form: Any) -> str:
    """The page that follows *Téléphone volé*."""
    answer = await client.post("/devices/stolen", headers=cookie, data=form or None)
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def recovery_code(client: Client, cookie: dict[str, str]) -> str:
    """A visitor's new recovery code, as it is written down."""
    return code_in(await (await client.post("/devices/recovery-code", headers=cookie)).text())


def code_in(page: str) -> str:
    """The recovery code that a page shows."""
    letters = re.search(r'class="letters">(.*?)</p>', page)
    assert letters is not None, page
    return "-".join(re.findall(r"<span>(\w{5})</span>", letters[1]))


async def recover(client: Client, code: str, cookie: dict[str, str] | None = None) -> dict[str, str] | None:
    """Show a recovery code by a browser; its cookie from then on, None where the code is not good."""
    came = cookie or await visit(client)
    answer = await client.post("/recovery", headers=came, data={"code": code})
    if answer.status == 410:
        return None
    assert answer.status == 200, await answer.text()
    return cookie_of(answer) if "Set-Cookie" in answer.headers else came


async def addresses(client: Client, cookie: dict[str, str]) -> list[str]:
    """The notes and pochettes that home leads this browser to."""
    home = await (await client.get("/", headers=cookie)).text()
    return sorted(set(re.findall(r'href="(/[np]/[\w-]{22,32})"', home)))


async def opens(client: Client, path: str, cookie: dict[str, str] | None = None) -> bool:
    """Whether an address still gives something to a browser, or to one that comes for the first time."""
    answer = await client.get(path, headers=cookie, allow_redirects=False)
    assert answer.status in {200, 303, 403, 404, 410}, answer.status
    return answer.status in {200, 303}


async def named(client: Client, path: str, name: str) -> dict[str, str]:
    """Somebody who came by an address and said a name."""
    cookie = cookie_of(await client.get(path))
    assert (await client.put("/api/visitor", json={"name": name}, headers=cookie)).status == 200
    return cookie


async def age(client: Client, days: int) -> None:
    """Let all that happened until now have happened some days earlier."""
    await client.app[ENGINE].write(partial(_age, by=days * DAY_MS))


def _age(db: Db, *, by: int) -> None:
    for table, column in (
        ("openings", "since"),
        ("binder_moves", "at"),
        ("handovers", "at"),
        ("recovery_codes", "made_at"),
        ("recovery_codes", "ends_at"),
        ("devices", "joined_at"),
        ("losses", "at"),
        ("losses", "final_at"),
        ("recoveries", "replaced_at"),
    ):
        db.execute(f"UPDATE {table} SET {column} = {column} - ?", (by,))  # noqa: S608 - constants


def path_in(answer_json: dict[str, Any]) -> str:
    """The path of a link that was just made."""
    return URL(answer_json["url"]).path


async def manages(client: Client, made: Made, cookie: dict[str, str]) -> bool:
    """Whether a browser manages a note, by whatever address home gives it."""
    for path in {*await addresses(client, cookie), made.edit}:
        if (await client.get(f"{path}/manage", headers=cookie)).status == 200:
            return True
    return False
