"""What fetches a link without having opened it: its names, and the addresses that it may be given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from yarl import URL

from server.http.access import Rule
from server.routes import routes
from server.settings.config import Config
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from tests.conftest import Client
from tests.images import png
from tests.server.addresses import address
from tests.server.binders.binders import Team, began
from tests.server.database import database
from tests.server.links.sharing import share
from tests.server.pochettes import add, make_folder
from tests.server.visits import Made, make

AGENTS: Final = {
    "WhatsApp": "WhatsApp/2.24.20.89 A",
    "Telegram": "TelegramBot (like TwitterBot)",
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "X": "Twitterbot/1.0",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mattermost": "Mattermost-Bot/1.1",
    "LinkedIn": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Applebot": "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15 (Applebot/0.1)",
}
SECRETS: Final = ("Loyers", "encadr", "constat", "Programme", "Lundi", "Yacine", "gares", "Conseil")
"""Words of the titles, the text, the names and the card."""
_TEXT: Final = "# Loyers encadrés\n\nLe constat de 2026.\n\n## Les gares\n\n![Vue](image/{image})\n"
_OF: Final[dict[type[Target], str]] = {NoteTarget: "note", FolderTarget: "pochette", BinderTarget: "classeur"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """A note, a pochette and a classeur with links of each right: paths by "right of what"; their own."""

    note: Made
    team: Team
    links: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    recovery: str = ""

    def every(self) -> Iterator[str]:
        """Every address that can be fetched by one of the links, or by what they open."""
        for name, path in (*self.links.items(), *self.own.items()):
            for rule in _fetched():
                if rule.target and name.endswith(_OF[rule.target]):
                    yield address(rule, path.rpartition("/")[2])
        yield self.recovery


def of_no_link() -> Iterator[str]:
    """Every address that can be fetched, and stands below no link."""
    yield from (address(rule, "") for rule in _fetched() if rule.target is None)


def _fetched() -> Iterator[Rule]:
    yield from (one.rule for one in routes() if one.method == "GET" and not one.rule.is_socket)


async def prepared(client: Client) -> Addresses:
    note = await make(client, markdown=_TEXT)
    await client.put("/api/visitor", json={"name": "Yacine Belhadj"}, headers=note.cookie)
    await client.put(f"{note.edit}/card", json={"audience": "Conseil", "theme": "gares"}, headers=note.cookie)
    await client.post(f"{note.edit}/images", data=png())
    folder = await make_folder(client, title="Lundi", headers=note.cookie)
    await add(client, folder, note)
    team = await began(client, "Programme", cookie=note.cookie)
    await team.note("# Loyers encadrés")
    links = {"edit note": note.edit, "read note": note.read}
    for role in ("comment", "print"):
        links[f"{role} note"] = URL((await share(client, note, role=role))["url"]).path
    links |= {f"{role} pochette": getattr(folder, role) for role in ("edit", "read", "print")}
    for role in ("edit", "comment", "read"):
        links[f"{role} classeur"], _ = await team.link(role)
    page = await (await client.post(f"{note.edit}/manage/recovery", headers=note.cookie)).text()
    (code,) = set(re.findall(r"/recover/[\w-]+", page))
    own = {"own note": f"/n/{note.id}", "own pochette": f"/p/{folder.id}", "own classeur": team.base}
    return Addresses(note, team, links, own, code)


def rows(config: Config) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but those of the search, which is made of notes meanwhile."""
    with database(config) as db:
        return {
            table.name: sorted(db.execute(f"SELECT * FROM {table.name}"), key=repr)  # noqa: S608 - of this schema
            for table in list(db.tables())
            if not table.name.startswith("search_")
        }


def told(body: bytes) -> list[str]:
    """Which of the secrets an answer holds."""
    text = body.decode("utf-8", "replace")
    return [secret for secret in SECRETS if secret in text]
