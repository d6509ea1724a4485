"""Files imported into a note."""

import io

from tests.conftest import Client
from tests.server.visits import Made

JSON = {"Accept": "application/json", "Accept-Language": "fr"}


async def import_file(client: Client, note: Made, name: str, content: bytes, place: str = "end") -> str:
    answer = await client.post(
        f"{note.edit}/import", params={"name": name, "place": place}, data=io.BytesIO(content), headers=JSON
    )
    assert answer.status == 201, await answer.text()
    address: str = (await answer.json())["address"]
    return address
