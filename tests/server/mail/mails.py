"""Notes sent by mail, and what the letters hold."""

import io
import re
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pikepdf
from aiohttp import ClientResponse
from yarl import URL

from tests.conftest import Client
from tests.server.pochettes import words
from tests.server.visits import Made

ANNA = "anna@example.org"
TEXT = "# Le fret ferroviaire\n\nDouze trains par jour.\n"
SECRET = "---\nclassification: Diffusion restreinte\n---\n# Le plan secret\n\nUn chiffre.\n"


async def send(client: Client, made: Made, *to: str, status: int = 201, **wish: Any) -> dict[str, Any]:
    answer = await client.post(f"{made.edit}/mail", json={"to": [*to], **wish}, headers=made.cookie)
    assert answer.status == status, await answer.text()
    told: dict[str, Any] = await answer.json()
    return told


async def sendings(client: Client, made: Made) -> list[dict[str, Any]]:
    headers = {**made.cookie, "Accept": "application/json"}
    answer = await client.get(f"{made.edit}/mail", headers=headers)
    assert answer.status == 200
    found: list[dict[str, Any]] = (await answer.json())["sendings"]
    return found


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    text: str = part.get_content()
    return text.replace("\r\n", "\n").replace("\u00a0", " ")


def address_in(message: EmailMessage) -> str:
    """The path of the link to a note or a classeur that a mail brings."""
    (found,) = re.findall(r"https://notes\.example\.org(/[nc]/\S+)", text_of(message))
    return str(found)


def pdf_of(message: EmailMessage) -> tuple[str, bytes]:
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "application/pdf"
    assert isinstance(part, EmailMessage)
    content: bytes = part.get_content()
    return part.get_filename() or "", content


async def is_print_of(pdf: bytes, edition: ClientResponse) -> bool:
    """Whether a PDF that came by mail has the pages of an edition, and no text attached to it."""
    with pikepdf.open(io.BytesIO(pdf)) as sheet:
        has_text = bool(list(sheet.attachments))
    return not has_text and await words(pdf) == await words(await edition.read())


async def until(client: Client, made: Made, state: str, why: str = "") -> dict[str, Any]:
    """The last sending, once it is so and says why."""
    while True:
        one = (await sendings(client, made))[0]
        if one["state"] == state and why in one["why"]:
            return one


async def renew_all(client: Client, made: Made) -> Made:
    """All links of a note renewed, nobody kept; its new address."""
    answer = await client.post(f"{made.edit}/manage/renew", headers=made.cookie, allow_redirects=False)
    return replace(made, edit=URL(answer.headers["Location"]).path.removesuffix("/manage"))
