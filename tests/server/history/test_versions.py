"""GET and POST /n/{token}/versions, and the text of one."""

from tests.conftest import Client
from tests.server.visits import make


async def test_a_version_has_a_name_a_number_and_the_text_of_its_moment(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    answer = await client.post(f"{made.edit}/versions", json={"name": "Avant le débat"}, headers=made.cookie)
    version = await answer.json()
    assert answer.status == 201
    assert (version["version"], version["name"], version["kind"]) == (1, "Avant le débat", "named")
    await client.post(f"{made.edit}/versions", json={}, headers=made.cookie)

    listed = (await (await client.get(f"{made.edit}/versions")).json())["versions"]
    assert [(one["version"], one["name"]) for one in listed] == [(2, ""), (1, "Avant le débat")]
    answer = await client.get(f"{made.edit}/version/1.md")
    assert (await answer.text(), answer.content_type) == ("# Eau\n", "text/markdown")
    assert answer.headers["Content-Disposition"].startswith('inline; filename="Eau v1.md"')


async def test_readers_see_no_version(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    for method, path in (("GET", "versions"), ("POST", "versions"), ("GET", "version/1.md")):
        assert (await client.request(method, f"{made.read}/{path}")).status == 403
