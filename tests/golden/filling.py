"""Fills an instance of any version by its door, with all that this version can hold."""

import asyncio
import re
import struct
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import ClientSession

from tests.golden.browser import DESK, JSON, PHONE, Answer, Browser
from tests.server.live.editors import Editor

PASSPHRASE: Final = "bolumi-ratepo-kadire-nulofa"
PASSWORD: Final = "bolu-miretu-4821"
_ENDS: Final = "2099-06-01T00:00:00Z"
_TEXTS: Final = (
    "---\ntitle: Fret ferroviaire\n---\n\n# Fret 😀\n\nUn secret bien gardé, et l'œuvre — 1 142 M€.\n",
    "---\ntheme: Santé\n---\n\n# Déserts médicaux\n\n- eau\n- feu\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "# Énergie\n\n@Bob relit avant midi.\n\nCO₂, « oui ».\n",
    "# Pour la corbeille\n\nPlus utile.\n",
    "# Logement\n\nÀ donner.\n",
)


@dataclass(slots=True)
class Held:
    """What the holders keep: cookies, addresses, passwords; and what each step was answered."""

    key: str = ""
    jars: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    folders: list[dict[str, Any]] = field(default_factory=list)
    binders: list[dict[str, Any]] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    steps: dict[str, list[int]] = field(default_factory=dict)


class Filling:
    """One visit of several people. A step that this version does not have yet is answered 404 or 405."""

    def __init__(self, port: int, schema: int) -> None:
        self.schema = schema
        self.anne, self.bob, self.phone, self.karim = (
            Browser(port, agent) for agent in (DESK, DESK, PHONE, PHONE)
        )
        self.held = Held()

    def step(self, name: str, answer: Answer, since: int = 0) -> Answer:
        """Expect a success from a version that has this; before it, that there is no such address."""
        self.held.steps.setdefault(name, []).append(answer.status)
        is_there = self.schema >= since
        if is_there and answer.status >= 400:
            raise AssertionError(f"{name}: {answer.status} {answer.text[:300]}")
        return answer

    def run(self) -> Held:
        self._arrive()
        for text in _TEXTS:
            made = self.step("note", self.anne.post("/api/notes", {"markdown": text})).json
            note = {"id": made["note"], **{role: _path(url) for role, url in made["links"].items()}}
            self.held.notes.append({**note, "links": []})
        for number, note in enumerate(self.held.notes):
            self._use_note(number, note)
        self._link(self.phone)
        self._make_folders()
        self._make_binders()
        self._open_as_others()
        wish = {"text": "secret bien"}
        self.step("erase", self.anne.post(f"{self.held.notes[0]['edit']}/erasures", wish))
        self._type(self.anne, self.held.notes[0], "Anne a tapé cela 😀. ")
        self._type(self.bob, self.held.notes[1], "Et Bob ceci. ")
        self._know_others()
        self._end()
        jars = {"anne": self.anne, "bob": self.bob, "phone": self.phone, "karim": self.karim}
        self.held.jars = {name: one.cookies for name, one in jars.items()}
        return self.held

    def _arrive(self) -> None:
        for browser, name in ((self.anne, "Anne Élan 😀"), (self.bob, "Bob"), (self.karim, "Karim")):
            browser.get("/")
            self.step("name", browser.post("/api/visitor", {"name": name}, "PUT"))
        self.phone.get("/")
        self.step("team", self.anne.post("/team", {"passphrase": PASSPHRASE}))

    def _use_note(self, number: int, note: dict[str, Any]) -> None:
        edit, anne = note["edit"], self.anne
        self.step("open", anne.get(edit))
        self.step("read", anne.get(f"{edit}?view=read"))
        self.step("comment", anne.post(f"{edit}/comments", {"text": f"Remarque {number} 😀"}))
        self.step("comment", anne.post(f"{edit}/comments", {"text": "Vu, @Bob ?"}))
        self.step("version", anne.post(f"{edit}/versions", {"name": f"v{number} é"}))
        wish = {"kind": "brief", "audience": "Candidate", "deck": "Chapô", "budget": 2, "status": "ready"}
        self.step("card", anne.post(f"{edit}/card", wish, "PUT"))
        self._make_links(edit, note)
        if number < 2:
            edition = self.step("edition", anne.post(f"{edit}/editions", {"recipient": "Jean É", "copy": 1}))
            self.held.codes += re.findall(r"/e/[\w-]+", edition.text)
            self.step("picture", anne.file(f"{edit}/images", _png(), "image/png"))
            self.step("carry", anne.get(f"{edit}/carry", JSON), 34)
            self.step("recovery", anne.form(f"{edit}/manage/recovery"))
            mail = {"to": f"a{number}@example.org", "gives": "read", "message": "Bonjour"}
            self.step("mail", anne.post(f"{edit}/mail", mail))

    def _make_links(self, at: str, target: dict[str, Any]) -> None:
        of_note: list[dict[str, Any]] = [
            {"role": "comment", "label": "avis"},
            {"role": "print", "label": "train", "recipient": "Mme Diallo", "max_openings": 5},
        ]
        of_folder: list[dict[str, Any]] = [{"role": "print", "label": "train"}]
        for wish in (
            {"role": "read", "label": "presse", "password": PASSWORD, "expires_at": _ENDS},
            {"role": "read", "label": "sans mot"},
            {"role": "edit", "label": "relecture"},
            *(of_note if at.startswith("/n/") else of_folder),
        ):
            made = self.step("link", self.anne.post(f"{at}/links", wish)).json
            path = _path(made["url"])
            target["links"].append(path)
            if "password" in wish:
                self.held.passwords[path] = PASSWORD

    def _link(self, newcomer: Browser) -> None:
        """Until schema 20 by one page, since then by four digits on both."""
        if self.schema < 20:
            page = self.step("code", self.anne.form("/devices/code"))
            found = re.search(r"/devices/add/[\w-]+", page.text)
            assert found is not None, page.text[:500]
            self.step("add", newcomer.get(found[0]))
            self.step("add", newcomer.form(found[0]))
            return
        path = self.step("code", self.anne.form("/devices/code")).leads_to
        self.step("add", newcomer.form(path, do="open"))
        for side in (newcomer, self.anne):
            found = re.search(r'name="digits" value="(\d{4})"', side.get(path).text)
            assert found is not None
            self.step("add", side.form(path, do="confirm", digits=found[1]))
        self.step("recovery code", self.anne.form("/devices/recovery-code"))

    def _make_folders(self) -> None:
        for number in range(2):
            wish = {
                "title": f"Pochette {number}",
                "day": f"2026-12-0{number + 1}",
                "audience": "Candidate",
                "cover": True,
                "contents": True,
                "agenda": ["9 h réunion"],
                "message": "Bonne lecture",
                "recipients": ["Anne", "Bob"],
            }
            made = self.step("folder", self.anne.post("/api/folders", wish)).json
            folder = {"id": made["folder"], **{role: _path(url) for role, url in made["links"].items()}}
            folder["links"] = []
            self.held.folders.append(folder)
            ids = [note["id"] for note in self.held.notes[: 2 + number]]
            self.step("folder notes", self.anne.post(f"{folder['edit']}/notes", {"notes": ids}))
            self.step("open folder", self.anne.get(folder["edit"]))
        first = self.held.folders[0]
        self._make_links(first["edit"], first)
        edition = self.step("folder edition", self.anne.post(f"{first['edit']}/editions", {"copy": 1}))
        self.held.codes += re.findall(r"/e/[\w-]+", edition.text)
        mail = {"to": "b@example.org", "gives": "read", "message": "Bonjour"}
        self.step("folder mail", self.anne.post(f"{first['edit']}/mail", mail))

    def _make_binders(self) -> None:
        made = self.step("binder", self.anne.post("/api/binders", {"name": "Programme"}), 23)
        if made.status >= 400:
            return
        told = made.json
        binder: dict[str, Any] = {"id": told["binder"], "links": []}
        binder |= {role: _path(url) for role, url in told["links"].items()}
        self.held.binders.append(binder)
        edit = binder["edit"]
        self.step("open binder", self.anne.get(edit))
        wish = {"notes": [self.held.notes[1]["id"]]}
        self.step("put in", self.anne.post(f"{edit}/put", wish), 23)
        self.step("new in binder", self.anne.form(f"{edit}/notes"), 23)
        for role in ("read", "edit"):
            link = self.step("binder link", self.anne.post(f"{edit}/links", {"role": role, "label": role}))
            binder["links"].append(_path(link.json["url"]))
        fields = {"name": "Élus", "addresses": "a@example.org\nb@example.org"}
        self.step("mail list", self.anne.form(f"{edit}/lists", **fields), 29)
        self.step("archive", self.anne.post(f"{edit}/notes/archive", wish), 29)
        self.step("unarchive", self.anne.post(f"{edit}/notes/unarchive", wish), 29)

    def _open_as_others(self) -> None:
        """Bob and Karim come by links, say passwords, comment, and ask for a right."""
        held, bob = self.held, self.bob
        for note in held.notes[:3]:
            self.step("bob opens", bob.get(note["edit"]))
            self.step("bob reads", bob.get(f"{note['edit']}?view=read"))
            self.step("bob comments", bob.post(f"{note['edit']}/comments", {"text": "De Bob."}))
        for path in held.passwords:
            self.held.steps.setdefault("wrong", []).append(
                bob.post(f"{path}/password", {"password": "faux-faux"}).status
            )
            self.step("password", bob.post(f"{path}/password", {"password": PASSWORD}))
            self.step("behind it", bob.get(path))
        for folder in held.folders:
            self.step("bob opens folder", bob.get(folder["read"]))
        self.step("karim opens", self.karim.get(held.notes[4]["links"][1]))
        self.step("karim opens", self.karim.get(held.folders[0]["links"][1]))
        for binder in held.binders:
            at = binder["links"][0]
            self.step("karim arrives", self.karim.get(at))
            self.step("karim says who", self.karim.form(f"{at}/arrival", name="Karim"), 29)
        home = f"/n/{held.notes[3]['id']}/access"
        self.step("asks", self.karim.form(home, name="Karim"), 29)

    def _type(self, browser: Browser, note: dict[str, Any], text: str) -> None:
        """By a websocket, until it is on disk."""

        async def typed() -> None:
            cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
            async with ClientSession(headers={"Cookie": cookie}) as session:
                editor = Editor()
                await editor.connect(session, f"ws://127.0.0.1:{browser.port}/sync/{note['edit'][3:]}")
                await editor.until(lambda: editor.is_saved)
                for word in text.split(" "):
                    await editor.type(word + " ")
                    await editor.until(lambda: editor.is_saved)

        asyncio.run(typed())

    def _know_others(self) -> None:
        """Anne recognises Bob, gives him a note, lets Karim in; Bob says what he has read."""
        held, anne, bob = self.held, self.anne, self.bob
        third = held.notes[2]["edit"]
        managing = self.step("manage", anne.get(f"{third}/manage")).text
        people = re.findall(r'name="visitor" value="([\w-]+)"', managing)
        assert people, managing
        self.step("give", anne.form(f"{third}/manage/give", visitor=people[0], keep="1"))
        for link in self.step("links", anne.get(f"{third}/links", JSON)).json["links"]:
            for person in link.get("people") or ():
                known = f"{third}/links/{link['id']}/people/{person['visitor']}/recognised"
                self.step("recognise", anne.post(known, {}), 29)
        self.step("asks", self.karim.form(f"/n/{held.notes[2]['id']}/access", name="Karim"), 29)
        asked = self.step("links", anne.get(f"{third}/links", JSON)).json.get("requests") or ()
        assert asked or self.schema < 29, "Karim has asked"
        for request in asked:
            self.step("lets in", anne.post(f"{third}/requests/{request['id']}", {"role": "comment"}), 29)
        shown = self.step("bob reads", bob.get(f"{held.notes[0]['edit']}?view=read")).text
        seen = re.search(r'name="seen" value="([^"]+)"', shown)
        assert seen is not None or self.schema < 36, shown
        if seen is not None:
            wish = {"seen": seen[1], "do": "read"}
            self.step("says read", bob.post(f"{held.notes[0]['edit']}/read", wish))
        self.step("for me", bob.get("/for-me"), 29)

    def _end(self) -> None:
        """What takes something away: a link, a note, the addresses of another."""
        first, last = self.held.notes[0]["edit"], self.held.notes[3]["edit"]
        listed = self.step("links", self.anne.get(f"{first}/links", JSON)).json["links"]
        labels = {link["label"]: link["id"] for link in listed}
        closed = self.anne.post(f"{first}/links/{labels['sans mot']}", {}, "DELETE")
        self.step("close", closed)
        self.step("trash", self.anne.post(f"{last}/trash", {}))
        renewed = self.held.notes[4]["edit"]
        self.step("renew", self.anne.form(f"{renewed}/manage/renew", do="renew"))


def told(held: Held) -> dict[str, Any]:
    """As JSON."""
    return asdict(held)


def _path(url: str) -> str:
    return urlsplit(url).path


def _png() -> bytes:
    """A picture of two by two."""

    def piece(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x40\x80" * 2) * 2)
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", rows) + piece(b"IEND", b"")
