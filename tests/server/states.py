"""A link of each right, of a note and of a pochette, in each state that one can be in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from yarl import URL

from crdt.roles import Role
from server.http.access import Rule
from server.storage import Db
from server.targets import FolderTarget, NoteTarget
from tests.conftest import Client
from tests.server.visits import cookie_of, make

PASSWORD = "bolu-miretu-4821"
# Its password was not said yet, or a wrong one.
SHUT_BY_PASSWORD = {"locked", "mistaken"}
OF_NOTES = (Role.PRINT, Role.READ, Role.COMMENT, Role.EDIT)
OF_FOLDERS = (Role.PRINT, Role.READ, Role.EDIT)
_WISHED = ("open", "changed", "expired", "closed", "renewed", "locked", "mistaken")
STATES = (*_WISHED, "spent", "trashed", "forged", "unknown")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of some kind: its right, whether it is of a pochette, its token and what became of it.

    `cookie` is the header of whoever asks by it.
    """

    role: Role
    of_folder: bool
    state: str
    token: str
    cookie: dict[str, str] = field(default_factory=dict)

    @property
    def is_open_to_edit(self) -> bool:
        """Whether it is the one that was made to write in the note."""
        return self.state == "open" and self.role is Role.EDIT and not self.of_folder

    def may(self, rule: Rule) -> bool:
        """Whether an address is open to it."""
        if not isinstance(rule.need, Role) or rule.target is not (
            FolderTarget if self.of_folder else NoteTarget
        ):
            return False
        match self.state:
            case "open" | "changed":
                return self.role.allows(rule.need)
            case "locked" | "mistaken":
                return rule.is_door
            case "spent":  # its own address, drawn
                return rule.path.endswith("/qr.svg")
            case _:
                return False


async def in_all_states(client: Client, db: Any) -> list[Link]:
    """The links of one note and of one pochette; those to a note of the trash are to another note."""
    made = await make(client, markdown="# Eau\n")
    folder = await client.post("/api/folders", json={"title": "Lundi"}, headers=made.cookie)
    of_folder = URL((await folder.json())["links"]["edit"]).path
    gone = await make(client, markdown="# Jetée\n", headers=made.cookie)
    hidden = ""
    stranger = cookie_of(await client.get("/"))
    found: list[Link] = []
    for base, roles in ((made.edit, OF_NOTES), (of_folder, OF_FOLDERS)):
        for role in roles:
            token = ""
            for state in _WISHED:
                if state == "changed" and role is Role.PRINT:  # one to print stays one
                    continue
                token, id_ = await _made(client, base, made.cookie, role, state, has_password=not hidden)
                if state in SHUT_BY_PASSWORD:  # one hash does for all of them
                    hidden = await db(partial(_lock, link=id_, password_hash=hidden))
                cookie = stranger if state == "mistaken" else {}
                if state == "mistaken":
                    await _mistakes(client, f"/{base[1]}/{token}", stranger)
                await _becomes(client, db, base, made.cookie, id_, state, role)
                found.append(Link(role, base is of_folder, state, token, cookie))
            flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
            for state, other in (("forged", flipped), ("unknown", "A" * 32)):
                found.append(Link(role, base is of_folder, state, other))
        token, id_ = await _made(client, base, made.cookie, Role.PRINT, "spent")
        await db(partial(_spend, link=id_))
        found.append(Link(Role.PRINT, base is of_folder, "spent", token))
    for role in OF_NOTES:
        token, _ = await _made(client, gone.edit, made.cookie, role, "trashed")
        found.append(Link(role, of_folder=False, state="trashed", token=token))
    answer = await client.post(f"{gone.edit}/trash", json={}, headers=made.cookie)
    assert answer.status == 200
    return found


async def _made(
    client: Client, base: str, manager: dict[str, str], role: Role, state: str, *, has_password: bool = False
) -> tuple[str, str]:
    at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    before = Role.READ if role is Role.EDIT else Role.EDIT
    right = before if state == "changed" else role
    wish: dict[str, object] = {"role": right.value, "expires_at": at if state == "expired" else None}
    wish |= {"password": PASSWORD} if state in SHUT_BY_PASSWORD and has_password else {}
    wish |= {"max_openings": 1} if state == "spent" else {}
    answer = await client.post(f"{base}/links", json=wish, headers=manager)
    assert answer.status == 201, await answer.text()
    link = await answer.json()
    return URL(link["url"]).path.rpartition("/")[2], link["id"]


async def _becomes(
    client: Client, db: Any, base: str, manager: dict[str, str], link: str, state: str, role: Role
) -> None:
    match state:
        case "closed":
            assert (await client.delete(f"{base}/links/{link}", headers=manager)).status == 200
        case "changed":
            url, wish = f"{base}/links/{link}", {"role": role.value}
            assert (await client.put(url, json=wish, headers=manager)).status == 200
        case "expired":
            await db(partial(_set, link=link, what="expires_at = 1"))
        case "renewed":
            await db(partial(_set, link=link, what="generation = generation + 1"))
        case _:
            pass


async def _mistakes(client: Client, base: str, cookie: dict[str, str]) -> None:
    wrong = await client.post(f"{base}/password", json={"password": PASSWORD[::-1]}, headers=cookie)
    assert wrong.status == 403


def _set(db: Db, *, link: str, what: str) -> None:
    db.execute(f"UPDATE links SET {what} WHERE id = ?", (link,))  # noqa: S608 - one of two


def _lock(db: Db, *, link: str, password_hash: str) -> str:
    if password_hash:
        db.execute("UPDATE links SET password_hash = ? WHERE id = ?", (password_hash, link))
    ((kept,),) = db.execute("SELECT password_hash FROM links WHERE id = ?", (link,))
    return str(kept)


def _spend(db: Db, *, link: str) -> None:
    db.execute("UPDATE links SET openings = max_openings WHERE id = ?", (link,))
