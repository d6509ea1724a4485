"""A team's passphrase, and how one becomes a member."""

from tests.conftest import Client
from tests.server.visits import cookie_of, visit

PASSPHRASE = "le pont neuf à minuit"


async def enter(client: Client, said: str = PASSPHRASE) -> dict[str, str]:
    """The cookie of a new member."""
    cookie = await visit(client)
    answer = await client.post("/team", data={"passphrase": said}, headers=cookie, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    return cookie_of(answer)
