"""Pictures, and how they come into a note."""

from tests.conftest import Client
from tests.images import png
from tests.server.visits import Made


async def add_image(client: Client, note: Made, content: bytes | None = None) -> str:
    answer = await client.post(f"{note.edit}/images", data=content or png())
    assert answer.status == 201, await answer.text()
    told: dict[str, str] = await answer.json()
    return told["address"]
