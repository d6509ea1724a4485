"""A client of Etherpad 3: changesets over socket.io 4 (Engine.IO protocol 4).

Its own page sends at most one change in 0.5 s. This client sends the next change, with all letters typed
meanwhile, as soon as the last one is accepted. Source: Etherpad 3.3.1, `PadMessageHandler.ts`.
"""

import json
import re
import time
from collections.abc import Sequence
from typing import Final

from tests.tools.bench.deliveries import NOTHING, Deliveries, Received
from tests.tools.bench.letters import Place
from tests.tools.bench.person import Person, Site
from tests.tools.faults.lines import frame_of

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
# A character that the text of a new pad does not contain.
_LETTER: Final = "~"


class EtherpadPerson(Person):
    """A `Person` for Etherpad: `state` stays empty; `text` is the text of the pad when it joined."""

    def __init__(self, site: Site, room: str, deliveries: Deliveries, *, client: int, is_timed: bool) -> None:
        super().__init__(site, room, deliveries, client=client, is_timed=is_timed)
        self.text = ""
        self._name = ""
        self._revision = 0
        self._length = 0
        self._at = 0
        self._waiting = 0
        self._under_way = 0

    def take_place(self, between: tuple[Place, Place] | None) -> None:
        super().take_place(between)
        self._at = between[0][1] + 1 if between else 0
        self._deliveries.authors[self._name] = self.client

    def type(self, many: int = 1) -> None:
        assert self._writer is not None
        for _ in range(many):
            self._writer.type()
        self._waiting += many
        self._change()

    def write_text(self, client: int, text: str) -> None:
        self._deliveries.authors[self._name] = client
        self._under_way = len(text)
        self._send_change(text)

    def missing_letters(self, people: Sequence[Person]) -> int:
        """Compares only the number of letters: Etherpad does not tell whose each one is."""
        return max(0, sum(person.typed for person in people) - self.text.count(_LETTER))

    @property
    def _path(self) -> str:
        return "socket.io/?EIO=4&transport=websocket"

    def _greet(self) -> None:
        """The server sends the first message."""

    def _take(self, kind: int, frame: bytes, start: int) -> Received:
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
            self._deliveries.closed += 1
        return NOTHING

    def _come_in(self, facts: dict[str, dict[str, dict[str, str]] | str]) -> None:
        there = facts["collab_client_vars"]
        assert isinstance(there, dict)
        self._name = str(facts["userId"])
        self.text = there["initialAttributedText"]["text"]
        self._revision, self._length = int(str(there["rev"])), len(self.text)
        if not self._joined.done():
            self._joined.set_result(None)

    def _others_have_changed(self, content: bytes) -> Received:
        """Cached by revision: each client gets the same change in other bytes."""
        revision, (length, more) = int(_found(_REVISION, content)[0]), _found(_CHANGESET, content)
        letters = int(more, 36)
        self._revision, self._length = revision, int(length, 36) + letters
        name = f"{self.room} {revision}".encode()
        received = self._deliveries.known.get(name)
        if received is None:
            author = self._deliveries.authors.get(_found(_AUTHOR, content)[0].decode(), 0)
            received = self._deliveries.next_letters(author, letters)
            self._deliveries.remember(name, received)
        return received

    def _accepted(self, revision: int) -> None:
        self._revision = revision
        self._length += self._under_way
        self._under_way = 0
        self._change()

    def _change(self) -> None:
        """Send the waiting letters, unless a change is not yet accepted."""
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
