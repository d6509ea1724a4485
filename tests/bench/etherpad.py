"""A client of Etherpad 3: changesets over socket.io 4 (Engine.IO protocol 4).

Its own page sends at most one change in 0.5 s. This client sends the next change, with all letters typed
meanwhile, as soon as the last one is accepted. Source: Etherpad 3.3.1, `PadMessageHandler.ts`.
"""

import json
import re
import time
from collections.abc import Sequence
from typing import Final

from tests.bench.hearing import NOTHING, Heard, Hearing
from tests.bench.letters import Place
from tests.bench.person import Person, Site
from tests.faults.lines import frame_of

_TEXT: Final = b"\x81"
_IS_TEXT: Final = 1
_MESSAGE: Final = '42["message",'
# Engine.IO: 0 open, 2 ping, 3 pong, 4 message; socket.io: 40 connect.
_OPENED: Final = b"0{"
_CONNECT: Final = b"40"
_PING: Final = b"2"
_PONG: Final = b"3"
_REVISION: Final = re.compile(rb'"newRev":(\d+)')
_AUTHOR: Final = re.compile(rb'"author":"([^"]+)"')
_CHANGESET: Final = re.compile(rb'"changeset":"Z:([0-9a-z]+)>([0-9a-z]+)')
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
# One that does not stand in the text of a new pad.
_LETTER: Final = "~"


class EtherpadPerson(Person):
    """Types like a `Person`; `state` stays empty, and `text` is what was there when they came."""

    def __init__(self, site: Site, room: str, hearing: Hearing, *, client: int, is_timed: bool) -> None:
        super().__init__(site, room, hearing, client=client, is_timed=is_timed)
        self.text = ""
        self._name = ""
        self._revision = 0
        self._length = 0
        self._at = 0
        self._waiting = 0
        self._under_way = 0

    def will_type(self, between: tuple[Place, Place] | None) -> None:
        super().will_type(between)
        self._at = between[0][1] + 1 if between else 0
        self._hearing.authors[self._name] = self.client

    def type(self, many: int = 1) -> None:
        assert self._writer is not None
        for _ in range(many):
            self._writer.type()
        self._waiting += many
        self._change()

    def write_text(self, client: int, text: str) -> None:
        self._hearing.authors[self._name] = client
        self._under_way = len(text)
        self._send_change(text)

    def missing_of(self, people: Sequence[Person]) -> int:
        """Whose letters are whose is not told: how many are fewer than all have typed."""
        return max(0, sum(person.typed for person in people) - self.text.count(_LETTER))

    @property
    def _path(self) -> str:
        return "socket.io/?EIO=4&transport=websocket"

    def _greet(self) -> None:
        """The server sends the first message."""

    def _take(self, kind: int, frame: bytes, start: int) -> Heard:
        if kind != _IS_TEXT:
            return super()._take(kind, frame, start)
        content = frame[start:]
        if b'"NEW_CHANGES"' in content:
            return self._others_have_changed(content)
        if b'"ACCEPT_COMMIT"' in content:
            self._accepted(int(_found(_REVISION, content)[0]))
        elif b'"CLIENT_VARS"' in content:
            self._come_in(json.loads(content[len(_MESSAGE) : -1])["data"])
        elif content.startswith(_OPENED):
            self._write_text(_CONNECT)
        elif content.startswith(_CONNECT):
            ready = {"component": "pad", "type": "CLIENT_READY", "padId": self.room, "sessionID": None}
            self._say(ready | {"token": f"t.{self.client}-{time.time_ns()}", "protocolVersion": 2})
        elif content == _PING:
            self._write_text(_PONG)
        elif b'"disconnect"' in content:
            self._hearing.closed += 1
        return NOTHING

    def _come_in(self, facts: dict[str, dict[str, dict[str, str]] | str]) -> None:
        there = facts["collab_client_vars"]
        assert isinstance(there, dict)
        self._name = str(facts["userId"])
        self.text = there["initialAttributedText"]["text"]
        self._revision, self._length = int(str(there["rev"])), len(self.text)
        if not self._joined.done():
            self._joined.set_result(None)

    def _others_have_changed(self, content: bytes) -> Heard:
        """The same change comes to each in other bytes: it is known by its number."""
        revision, (length, more) = int(_found(_REVISION, content)[0]), _found(_CHANGESET, content)
        letters = int(more, 36)
        self._revision, self._length = revision, int(length, 36) + letters
        name = f"{self.room} {revision}".encode()
        heard = self._hearing.known.get(name)
        if heard is None:
            author = self._hearing.authors.get(_found(_AUTHOR, content)[0].decode(), 0)
            heard = self._hearing.of(author, letters)
            self._hearing.remember(name, heard)
        return heard

    def _accepted(self, revision: int) -> None:
        self._revision = revision
        self._length += self._under_way
        self._under_way = 0
        self._change()

    def _change(self) -> None:
        """Send what waits, unless a change is under way."""
        if self._under_way or not self._waiting:
            return
        self._under_way, self._waiting = self._waiting, 0
        self._send_change(_LETTER * self._under_way)

    def _send_change(self, text: str) -> None:
        many, keep = _base36(len(text)), f"={_base36(self._at)}" if self._at else ""
        change = {
            "type": "USER_CHANGES",
            "baseRev": self._revision,
            "changeset": f"Z:{_base36(self._length)}>{many}{keep}*0+{many}${text}",
            "apool": {"numToAttrib": {"0": ["author", self._name]}, "nextNum": 1},
        }
        self._say({"component": "pad", "type": "COLLABROOM", "data": change})

    def _say(self, message: dict[str, object]) -> None:
        self._write_text(f"{_MESSAGE}{json.dumps(message)}]".encode())

    def _write_text(self, content: bytes) -> None:
        self.write(_TEXT + frame_of(content)[1:])


def _found(pattern: re.Pattern[bytes], content: bytes) -> tuple[bytes, ...]:
    match = pattern.search(content)
    assert match is not None, content[:200]
    return match.groups()


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
