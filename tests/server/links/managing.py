"""The page of who manages a note: the way back, and the visitors who may be given the right."""

import re

from tests.conftest import Client
from tests.server.visits import Made


async def recovery(client: Client, base: str, cookie: dict[str, str]) -> str:
    """The path of a recovery link that was just made."""
    answer = await client.post(f"{base}/manage/recovery", headers=cookie)
    found = re.search(r'value="[^"]*(/recover/[\w-]+)"', await answer.text())
    assert found is not None
    return found[1]


async def visitors(client: Client, made: Made, cookie: dict[str, str] | None = None) -> dict[str, str]:
    """Those to whom the page offers to hand the right on: name -> id."""
    text = await (await client.get(f"{made.edit}/manage", headers=cookie or made.cookie)).text()
    pairs = re.findall(r'name="visitor" value="([^"]+)".*?<b>([^<]*)</b>', text)
    return {name: id_ for id_, name in pairs}
