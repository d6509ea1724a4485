"""A text that comes from a program or a file has no address with a right in it afterwards."""

import time

import pytest

from tests.conftest import Client
from tests.server.visits import make, markdown_of


async def origin_of(client: Client) -> str:
    return str(client.make_url("/")).rstrip("/")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Voir {link}, puis.", "Voir [Loyers]({own}), puis."),
        ("Voir <{link}?view=edit>.", "Voir [Loyers]({own})."),
        ("[mes mots]({link}#plan)", "[mes mots]({own}#plan)"),
        ("[{link}]({link})", "[Loyers]({own})"),
        ("[mes mots]({origin}{own})", "[mes mots]({own})"),
        ("{origin}{own}", "{origin}{own}"),
        ("{origin}/n/{nothing}", "{origin}/n/{nothing}"),
        ("https://autre.example/n/{token}", "https://autre.example/n/{token}"),
    ],
)
async def test_a_link_becomes_the_notes_own_address(client: Client, before: str, after: str) -> None:
    made = await make(client, markdown="# Loyers\n")
    origin = await origin_of(client)
    parts = {
        "origin": origin,
        "link": origin + made.edit,
        "token": made.edit_token,
        "own": f"/n/{made.id}",
        "nothing": "A" * 32,
    }
    other = await make(client, markdown=f"# Bail\n\n{before.format(**parts)}\n")
    own_in_file = f"]({origin}/n/"  # as a file for other programs says it
    text = (await markdown_of(client, other.read)).replace(own_in_file, "](/n/")
    assert text == f"# Bail\n\n{after.format(**parts)}\n"


async def test_so_does_one_in_a_file_that_is_imported(client: Client) -> None:
    made = await make(client, markdown="# Loyers\n")
    body = f"# Bail\n\nVoir {await origin_of(client)}{made.edit}.\n".encode()
    answer = await client.post(
        "/notes/import?name=bail.md", data=body, headers={"Accept": "application/json"}
    )
    assert answer.status == 201, await answer.text()
    read = (await answer.json())["links"]["read"]
    text = await markdown_of(client, read[read.index("/n/") :])
    assert f"/n/{made.id})" in text
    assert made.edit_token not in text


async def test_the_title_of_a_note_behind_a_password_is_not_told(client: Client) -> None:
    made = await make(client, markdown="# Loyers\n")
    wish = {"role": "read", "password": "cheval pile agrafe"}
    answer = await client.post(f"{made.edit}/links", json=wish, headers=made.cookie)
    locked = (await answer.json())["url"]
    other = await make(client, markdown=f"Voir {locked}.\n")
    text = await markdown_of(client, other.read)
    assert "Loyers" not in text
    assert f"[/n/{made.id}](" in text


async def test_addresses_one_in_another_take_no_longer_than_others(client: Client) -> None:
    """Each was looked at to the end of the text: 250 s of a processor for two megabytes."""
    text = f"/n/{'A' * 22}" * 24_000
    begun = time.process_time()
    made = await make(client, markdown=text)
    assert time.process_time() - begun < 5
    assert await markdown_of(client, made.read) == text
