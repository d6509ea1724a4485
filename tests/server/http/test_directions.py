"""Controls of direction: refused in what people name, and in no page where a text brings them."""

import pytest

from tests.conftest import Client
from tests.server.binders.binders import began
from tests.server.http.directions import CONTROLS
from tests.server.visits import make


@pytest.mark.parametrize("control", CONTROLS)
async def test_no_name_that_is_given_turns_what_stands_behind_it(client: Client, control: str) -> None:
    team = await began(client)
    made = await make(client, headers=team.cookie, markdown="# Note\n")
    name = f"Programme{control}cod.exe"
    for method, path, wish in (
        ("POST", "/api/binders", {"name": name}),
        ("PUT", f"{team.base}/binder", {"name": name}),
        ("PUT", f"{made.edit}/card", {"theme": name}),
        ("PUT", f"{made.edit}/card", {"authors": [name]}),
        ("POST", f"{made.edit}/links", {"role": "read", "label": name}),
        ("POST", "/api/folders", {"title": name}),
    ):
        answer = await client.request(method, path, json=wish, headers=team.cookie)
        assert (answer.status, path) == (400, path)
    for language, said in (("fr", "sens de lecture"), ("en", "direction of reading")):
        headers = {**team.cookie, "Accept-Language": language}
        answer = await client.put(f"{team.base}/binder", json={"name": name}, headers=headers)
        assert said in (await answer.json())["error"]["message"]


@pytest.mark.parametrize("name", ["برنامج", "👩‍👩‍👧 Familles", "می‌خواهم", "עברית 2027"])
async def test_names_of_every_script_and_joined_signs_are_taken(client: Client, name: str) -> None:
    team = await began(client, name)
    page = await client.get(team.base, headers=team.cookie)
    assert name in await page.text()


async def test_a_title_or_a_theme_that_comes_by_a_file_turns_no_page(client: Client) -> None:
    team = await began(client)
    text = "---\ntheme: Eau\u202excod\n---\n\n# Note\u202e\u2066txt.exe\n\nUn texte.\n"
    answer = await client.post(f"{team.base}/notes", json={"markdown": text}, headers=team.cookie)
    assert answer.status in {201, 400}
    made = await make(client, headers=team.cookie, markdown="# Note\u202e\u2066txt.exe\n\nUn texte.\n")
    pages = ["/", team.base, f"{team.base}?view=liste", "/trash", f"{made.edit}/manage", f"{made.edit}/trash"]
    await client.post(f"{team.base}/put", json={"notes": [made.id]}, headers=team.cookie)
    for path in pages:
        page = await client.get(path, headers={**team.cookie, "Accept": "text/html"})
        shown = await page.text()
        assert page.status in {200, 405}
        assert not set(CONTROLS) & set(shown), path
