"""GET /n/{token}/note.pdf."""

import asyncio
from io import BytesIO

import pikepdf

from crdt import frames
from crdt.note import first_update
from tests.conftest import Client
from tests.server.visits import cookie_of, make


async def test_a_note_is_printed_as_it_is_on_disk(client: Client) -> None:
    made = await make(client, title="Été")
    answer = await client.get(f"{made.read}/note.pdf")
    assert (answer.status, answer.content_type) == (200, "application/pdf")
    assert (
        answer.headers["Content-Disposition"]
        == "inline; filename=\"Ete.pdf\"; filename*=UTF-8''%C3%89t%C3%A9.pdf"
    )
    assert (await answer.read()).startswith(b"%PDF-")


async def test_the_print_names_those_who_have_written(client: Client) -> None:
    made = await make(client)
    for name in ("Claire", "Karim"):
        cookie = cookie_of(await client.get(made.edit))
        named = await client.put("/api/visitor", json={"name": name}, headers=cookie)
        assert named.status == 200
        sync = f"/sync/{made.edit_token}"
        async with client.ws_connect(sync, headers=cookie, protocols=(frames.SUBPROTOCOL,)) as socket:
            await socket.send_bytes(frames.update(first_update(f"{name} écrit. ")))
            while await socket.receive_bytes() != frames.acknowledged(1):
                pass
    answer = await client.get(f"{made.read}/note.pdf")
    with pikepdf.open(BytesIO(await answer.read())) as pdf:
        assert str(pdf.docinfo["/Author"]) == "Claire, Karim"


async def test_many_who_print_the_same_note_get_the_same_print(client: Client) -> None:
    made = await make(client, title="Santé")
    answers = await asyncio.gather(*(client.get(f"{made.read}/note.pdf") for _ in range(20)))
    prints = {await answer.read() for answer in answers}
    assert len(prints) <= 2, "one, or two when the minute changes meanwhile"
