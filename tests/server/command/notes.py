"""Notes made and read over HTTP at a server process."""

from aiohttp import ClientSession

from tests.visitor import LED_HERE


async def make_note(session: ClientSession, url: str, markdown: str) -> tuple[str, str]:
    """Its id and edit token."""
    answer = await session.post(f"{url}/api/notes", json={"markdown": markdown})
    made = await answer.json()
    return made["note"], made["links"]["edit"].rsplit("/", 1)[1]


async def text_of(session: ClientSession, url: str, token: str) -> str:
    return await (await session.get(f"{url}/n/{token}/note.md", headers=LED_HERE)).text()
