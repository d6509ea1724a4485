"""The first pages of a long note: seen before the others, and as little of what was erased."""

from tests.conftest import Client
from tests.server.paper.proofs import LONG, answer_of, page, printed
from tests.server.visits import make


async def test_the_first_pages_of_a_long_note_come_before_the_others(client: Client) -> None:
    made = await make(client, markdown=LONG)
    told = await answer_of(client, made, {})
    query: dict[str, str] = {}
    while not told["first"]:
        query = {"key": told["key"], "seen": str(told["before"]), "first": "0"}
        told = await answer_of(client, made, query)
        assert not told["ready"]
    assert [(sheet["width"], sheet["headings"]) for sheet in told["first"]] == [(210.0, ["Eau"]), (210.0, [])]
    assert told["pages"] == []
    begun = f"{made.edit}/print/{told['key']}/2.png?width=248&first=1"
    answer = await client.get(begun)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    html = await page(client, made.edit, made)
    assert 'http-equiv="refresh"' in html
    assert html.count('loading="lazy"') == 2
    assert f"{told['key']}/1.png?first=1&amp;width=744" in html
    assert "la suite arrive" in html

    whole = await printed(client, made.edit)
    assert whole["key"] == told["key"]
    assert whole["first"] == []
    assert len(whole["pages"]) > 8
    last = len(whole["pages"])
    for address, status in ((begun, 200), (begun.replace("/2.png", f"/{last + 1}.png"), 404)):
        assert (await client.get(address)).status == status, "the same address gives the page of the whole"


async def test_the_first_pages_show_nothing_that_was_erased_since(client: Client) -> None:
    made = await make(client, markdown=LONG.replace("# Eau", "# Eau\n\nUn mot de passe collé."))
    told = await answer_of(client, made, {})
    while not told["first"]:
        told = await answer_of(client, made, {"key": told["key"], "seen": str(told["before"]), "first": "0"})
    begun = f"{made.edit}/print/{told['key']}/1.png?first=1&width=744"
    before = await (await client.get(begun)).read()
    await client.post(f"{made.edit}/erasures", json={"text": "mot de passe collé"}, headers=made.cookie)
    again = await answer_of(client, made, {"key": told["key"], "seen": "0", "first": "2"})
    assert again["key"] != told["key"]
    assert await (await client.get(begun)).read() != before
