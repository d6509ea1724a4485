"""POST /api/search: what a program and the page's script are told, and what they are refused."""

import time
from functools import partial

import pytest

from server.app import create_app
from server.http.keys import ENGINE
from server.search.rules.plan import BLOCK
from server.settings.config import Config
from server.storage import Db
from tests.conftest import Client, client_of
from tests.server.binders.binders import Team, began, comes_by
from tests.server.search.asking import ask, found
from tests.server.search.indexed import until_whole
from tests.server.visits import visit


async def of_housing(client: Client) -> tuple[Team, str]:
    """A classeur with a note that holds the words, and one that does not."""
    team = await began(client)
    note = await team.note("# Logements vacants\n\n## Le constat\n\nUn seul logement vide.\n")
    await team.note("# Rien\n\nAutre chose.\n")
    await until_whole(client)
    return team, note


async def test_a_note_is_found_with_the_words_marked(client: Client) -> None:
    team, note = await of_housing(client)
    answer = await ask(client, "logement vide", team.cookie)
    assert (answer["notes"], answer["passages"], answer["looked"], answer["next"]) == (1, 1, 2, None)
    (result,) = answer["results"]
    assert (result["note"], result["url"]) == (note, f"/n/{note}")
    assert result["title"] == [["Logements", True], [" vacants", False]]
    (passage,) = result["passages"]
    assert "logement" in "".join(text for text, is_marked in passage["parts"] if is_marked)
    assert (passage["heading"], passage["of"]) == ("Le constat", "text")
    assert result["binder"] == {"id": team.binder, "name": "Programme"}


async def test_a_beginning_of_the_last_word_is_enough(client: Client) -> None:
    team, note = await of_housing(client)
    for q in ("l", "log", "logements", "logement vi", "vacants loge", "LOGEMENTS VACANTS"):
        assert await found(client, q, team.cookie) == [note], q
    for q in ("log ", "vide logements molybdène", "logement -vacant", '"vide logement"'):
        assert await found(client, q, team.cookie) == [], q
    assert await found(client, '"seul logement"', team.cookie) == [note]


async def test_passages_of_a_text_that_is_not_read_to_its_end_are_not_counted(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Longue\n\nUn logement.\n\n" + "Rien de plus.\n\n" * 25_000 + "Le molybdène.\n")
    await until_whole(client)
    answer = await ask(client, "logement ", team.cookie)
    assert (answer["notes"], answer["passages"]) == (1, None)
    assert len(answer["results"][0]["passages"]) == 1
    assert await found(client, "molybdène", team.cookie) == [note]


async def test_filters_typed_or_chosen_say_the_same(client: Client) -> None:
    team, note = await of_housing(client)
    card = {"theme": "Logement", "status": "to-review"}
    put = await client.put(f"/n/{note}/card", json=card, headers=team.cookie)
    assert put.status == 200, await put.text()
    await until_whole(client)
    for q, wish in (
        ("logement thème:logement", {}),
        ("logement", {"theme": "LOGEMENT"}),
        ("logement", {"status": "to-review"}),
        ("logement statut:relire", {}),
        ("thème:logement", {}),
        ("", {"status": "to-review"}),
        ("logement", {"since": "2020-01-01"}),
        ("logement depuis:hier", {}),
    ):
        assert await found(client, q, team.cookie, **wish) == [note], (q, wish)
    for q, wish in (
        ("logement", {"theme": "Eau"}),
        ("logement", {"status": "ready"}),
        ("rien", {"theme": "a"}),
    ):
        answer = await ask(client, q, team.cookie, **wish)
        assert (answer["notes"], answer["looked"]) == (0, 0), (q, wish)
    answer = await ask(client, "thème:logement molybdène", team.cookie)
    assert (answer["typed"], answer["words"]) == ([{"name": "theme", "value": "logement"}], "molybdène")
    assert (answer["looked"], answer["results"]) == (1, [])
    (result,) = (await ask(client, "logement", team.cookie))["results"]
    assert (result["theme"], result["tab"], result["status"]) == ("Logement", 1, "to-review")
    assert (await ask(client, "chose logement", team.cookie))["facets"]["themes"] == []
    assert (await ask(client, "loge", team.cookie, theme="Eau"))["facets"]["themes"] == ["Logement"]


async def test_results_go_on_without_a_gap_and_without_one_twice(client: Client) -> None:
    team = await began(client)
    many = BLOCK + 7
    notes = {
        await team.note(f"# Note {number}\n\nUn loyer, {'deux ' * number}ans.\n") for number in range(many)
    }
    await until_whole(client)
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        answer = await ask(client, "loyer", team.cookie, after=after)
        assert (answer["notes"], answer["passages"]) == (many, None)
        seen += [one["note"] for one in answer["results"]]
        after = answer["next"]
    assert (len(seen), set(seen)) == (many, notes)
    assert await found(client, "loyer", team.cookie, after=many) == []


async def test_words_in_the_title_come_first_then_words_that_stand_near(client: Client) -> None:
    team = await began(client)
    far = await team.note(f"# Une\n\nLe loyer.\n\n{'Autre chose. ' * 40}\n\nÀ Brest.\n")
    near = await team.note("# Deux\n\nLe loyer à Brest.\n")
    title = await team.note(f"# Loyer\n\n{'Autre chose. ' * 40}\n\nÀ Brest.\n")
    await until_whole(client)
    assert await found(client, "loyer brest", team.cookie) == [title, near, far]


async def test_one_classeur_is_searched_alone_when_that_is_asked(client: Client) -> None:
    team, note = await of_housing(client)
    other = await began(client, "Débats", cookie=team.cookie)
    second = await other.note("# Loger\n\nUn logement.\n")
    await until_whole(client)
    assert set(await found(client, "logement", team.cookie)) == {note, second}
    answer = await ask(client, "logement", team.cookie, binder=other.binder)
    assert ([one["note"] for one in answer["results"]], answer["looked"]) == ([second], 1)


@pytest.mark.first(3)
@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("a" * 10_000, "query_long"),
        (" ".join(f"mot{number}" for number in range(40)), "query_many"),
        ("mot " * 500, "query_long"),
        ('- -- "" « » * : -', "query_nothing"),
        ("«»", "query_nothing"),
        ("a\0b", "bad_text"),
        ("statut:inconnu ", "query_status"),
        ("depuis:jamais ", "query_since"),
    ],
)
async def test_bad_input_is_refused_in_words_at_once(client: Client, q: str, code: str) -> None:
    team, _ = await of_housing(client)
    took = []
    for lang in ("fr", "en"):
        headers = team.cookie | {"Accept-Language": lang}
        started = time.process_time()
        answer = await client.post("/api/search", json={"q": q}, headers=headers)
        took.append(time.process_time() - started)
        error = (await answer.json())["error"]
        assert (answer.status, error["code"]) == (400, code)
        assert "{{" not in error["message"]
        page = await client.post("/search", data={"q": q}, headers=headers)
        assert page.status == 400, "the page says it too"
    assert min(took) < 0.1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("status", "nearly"), ("since", "2026-02-30"), ("since", "hier"), ("after", -1), ("after", "x")),
        *(("after", True), ("after", 10**9), ("archive", "no"), ("comments", 1), ("binder", "x" * 300)),
        *(("theme", 3), ("q", ["a"]), ("who", {"a": 1})),
    ],
)
async def test_a_field_that_is_not_read_is_named(client: Client, field: str, value: object) -> None:
    cookie = await visit(client)
    answer = await client.post("/api/search", json={"q": "mot", field: value}, headers=cookie)
    error = (await answer.json())["error"]
    assert (answer.status, error["code"], error["pointer"]) == (400, "bad_search", f"/{field}")


async def test_who_asks_too_often_waits_and_nobody_else_does(client: Client) -> None:
    team, note = await of_housing(client)
    reader = await comes_by(client, (await team.link("read"))[0])
    ask_again = partial(client.post, "/api/search", json={"q": "logement"}, headers=team.cookie)
    last, many = await ask_again(), 1
    while last.status == 200 and many < 600:  # a slow machine is given two more a second
        last, many = await ask_again(), many + 1
    assert (last.status, (await last.json())["error"]["code"]) == (429, "search_too_often")
    assert int(last.headers["Retry-After"]) >= 1
    page = await client.post("/search", data={"q": "logement"}, headers=team.cookie)
    assert (page.status, "Retry-After" in page.headers) == (429, True)
    assert await found(client, "logement", reader) == [note]


async def test_an_index_that_is_behind_says_so_to_who_reads_the_notes(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        team, _ = await of_housing(client)
        await client.app[ENGINE].write(_forgets)
        assert (await ask(client, "logement", team.cookie))["building"] == {"done": 0, "all": 2}
        assert (await ask(client, "logement", await visit(client)))["building"] is None


def _forgets(db: Db) -> None:
    """Two old notes, of which the index has an entry by other rules."""
    db.execute("UPDATE notes SET created_at = 1")
    db.execute("UPDATE search_notes SET version = 0")
