"""A team at its classeur: members who come in, who manages, and what each of them sees."""

from dataclasses import dataclass
from functools import partial

from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db, binders
from tests.conftest import Client
from tests.server.visitors.team import PASSPHRASE, enter


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A browser of a member."""

    cookie: dict[str, str]
    visitor: str
    device: str


async def member(client: Client, name: str, *, said: str = PASSPHRASE) -> Member:
    """Somebody who comes in and says a name."""
    return await known(client, await enter(client, said), name)


async def known(client: Client, cookie: dict[str, str], name: str) -> Member:
    """The visitor of a browser, who says a name."""
    answer = await client.put("/api/visitor", json={"name": name}, headers=cookie)
    assert answer.status == 200, await answer.text()
    device, visitor = await client.app[ENGINE].read(partial(_last_named, name=name))
    return Member(cookie=cookie, visitor=visitor, device=device)


async def team_binder(client: Client) -> str:
    """The id of the team's classeur."""
    row = await client.app[ENGINE].read(binders.of_team)
    assert row is not None
    return row.id


def _last_named(db: Db, *, name: str) -> tuple[str, str]:
    rows = db.execute(
        "SELECT devices.id, visitors.id FROM devices JOIN visitors ON visitors.id = devices.visitor"
        " WHERE visitors.name = ? ORDER BY devices.created_at DESC LIMIT 1",
        (name,),
    )
    return next((device, visitor) for device, visitor in rows)


def settings_of(config: Config) -> str:
    """The path of a file with the settings of a team, for the command."""
    file = config.data.parent / "pochette.toml"
    said = {
        "data": str(config.data),
        "database": config.database.full if config.database else "",
        "team_passphrase": config.team_passphrase,
        "oidc_issuer": config.oidc_issuer,
        "oidc_client_id": config.oidc_client_id,
        "oidc_client_secret_file": str(config.oidc_client_secret_file or ""),
    }
    file.write_text("".join(f'{name} = "{value}"\n' for name, value in said.items() if value))
    return str(file)
