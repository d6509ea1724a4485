"""The links of a note: made with a name and an end, listed to who may write, closed by who made them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from yarl import URL

from tests.conftest import Client
from tests.server.links.sharing import listed, share
from tests.server.visits import make, visit

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()


async def test_a_link_to_read_has_a_name_and_an_end_and_counts_its_use(client: Client) -> None:
    made = await make(client, title="Santé")
    facts = await share(client, made, role="read", label="WhatsApp santé", expires_at=TOMORROW)
    assert (facts["role"], facts["label"], facts["used_at"]) == ("read", "WhatsApp santé", None)
    assert datetime.fromisoformat(facts["expires_at"]) == datetime.fromisoformat(TOMORROW).replace(
        microsecond=datetime.fromisoformat(TOMORROW).microsecond // 1000 * 1000
    )
    assert (await client.get(URL(facts["url"]).path)).status == 200
    newest, *others = await listed(client, made)
    assert newest["id"] == facts["id"]
    assert newest["used_at"] is not None
    assert [other["role"] for other in others] == ["read", "edit"]
    assert [other["is_this"] for other in others] == [False, True]


async def test_links_are_made_and_listed_only_by_those_who_may_write(client: Client) -> None:
    made = await make(client)
    assert (await client.get(f"{made.read}/links")).status == 403
    assert (await client.post(f"{made.read}/links", json={"role": "read"})).status == 403
    assert (await client.delete(f"{made.read}/links/AAAAAAAAAAA")).status == 403


async def test_a_closed_link_opens_no_more_and_stays_in_the_list(client: Client) -> None:
    made = await make(client)
    facts = await share(client, made, role="read")
    path = URL(facts["url"]).path
    stranger = await visit(client)
    refused = await client.delete(f"{made.edit}/links/{facts['id']}", headers=stranger)
    assert refused.status == 403
    assert (await client.get(path)).status == 200
    closed = await client.delete(f"{made.edit}/links/{facts['id']}", headers=made.cookie)
    assert closed.status == 200
    assert (await client.get(path)).status == 404
    (found, *_) = await listed(client, made)
    assert (found["is_open"], found["url"], found["may_close"]) == (False, None, False)


async def test_whoever_made_a_link_may_close_it(client: Client) -> None:
    made = await make(client)
    aide = await visit(client)
    answer = await client.post(f"{made.edit}/links", json={"role": "read"}, headers=aide)
    id_ = (await answer.json())["id"]
    assert (await client.delete(f"{made.edit}/links/{id_}", headers=aide)).status == 200


async def test_the_link_of_another_note_is_not_there(client: Client) -> None:
    made, other = await make(client), await make(client)
    facts = await share(client, other, role="read")
    answer = await client.delete(f"{made.edit}/links/{facts['id']}", headers=made.cookie)
    assert answer.status == 404
    assert (await client.get(URL(facts["url"]).path)).status == 200


@pytest.mark.parametrize(
    "wish",
    [
        {"role": "manage"},
        {"role": "talk"},
        {"role": ["read"]},
        {"label": "x" * 61},
        {"label": "\u202e"},
        {"expires_at": "2001-01-01T00:00:00+00:00"},
        {"expires_at": "2999-01-01T00:00:00"},
        {"expires_at": "demain"},
        {"role": "print", "max_openings": 0},
        {"role": "print", "max_openings": True},
        {"role": "print", "format": "poster"},
        {"role": "print", "source": "dead"},
        {"role": "print", "pages": 201},
        {"role": "print", "copy_number": "1"},
        {"role": "read", "max_openings": 3},
        {"role": "read", "recipient": "L. Benali"},
        {"role": "read", "cover": True},
        {"role": "read", "pages": 0},
        {"password": "x"},
    ],
)
async def test_a_wish_that_is_not_a_link_is_refused_in_words(client: Client, wish: dict[str, Any]) -> None:
    made = await make(client)
    headers = {**made.cookie, "Accept": "application/json", "Accept-Language": "fr"}
    answer = await client.post(f"{made.edit}/links", json=wish, headers=headers)
    assert answer.status == 400
    assert (await answer.json())["error"]["message"]
    assert len(await listed(client, made)) == 2
