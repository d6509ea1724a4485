"""POST /api/search: what a program and the page's script are told, and what they are refused."""

from tests.conftest import Client
from tests.server.binders.binders import began
from tests.server.search.asking import ask
from tests.server.search.indexed import until_whole


async def test_a_note_is_found_with_the_words_marked(client: Client) -> None:
    team = await began(client)
    note = await team.note("# Logements vacants\n\n## Le constat\n\nUn seul logement vide.\n")
    await team.note("# Rien\n\nAutre chose.\n")
    await until_whole(client)
    found = await ask(client, "logement vide", team.cookie)
    assert (found["notes"], found["passages"], found["looked"], found["next"]) == (1, 1, 2, None)
    (result,) = found["results"]
    assert (result["note"], result["url"]) == (note, f"/n/{note}")
    assert result["title"] == [["Logements", True], [" vacants", False]]
    (passage,) = result["passages"]
    assert [text for text, is_marked in passage["parts"] if is_marked]
    assert (passage["heading"], passage["of"]) == ("Le constat", "text")
    assert result["binder"] == {"id": team.binder, "name": "Programme"}
