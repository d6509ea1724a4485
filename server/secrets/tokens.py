"""The secret part of an address: link id + HMAC(instance key, link id, generation), in 32 characters.

Tokens are not stored: a live link can be shown again, and a stolen database opens nothing.
"""

import hashlib
import hmac
import re
import secrets
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple, NewType

from server.ids import BinderId, DeviceId, EditionId, FolderId, ItemId, LinkId, NoteId, VersionId, VisitorId

Token = NewType("Token", str)

_ID_BYTES = 8
_NOTE_BYTES = 16
_MAC_BYTES = 16
_PAGE_MAC_BYTES = 8
_SHOWN_MAC_BYTES = 18
_FORM = re.compile(r"[A-Za-z0-9_-]{32}")
# 128 bits in base 32: the letters of a QR code's alphanumeric mode (ISO/IEC 18004, 7.3.4).
_PAGE_FORM = re.compile(r"[A-Z2-7]{26}")
_PAGE_PADDING = "======"
_UNSUBSCRIBING = re.compile(r"[A-Za-z0-9_-]{43}")
_SHOWN = re.compile(r"[A-Za-z0-9_-]{56}")
_TARGET = re.compile(r"[A-Za-z0-9_-]{22}")


class Shown(NamedTuple):
    """A version of a note that a page showed: an epoch, a row of its journal, and when (ms since 1970)."""

    epoch: int
    seq: int
    at: int


def new_link_id() -> LinkId:
    return LinkId(_new_id(_ID_BYTES))


def new_note_id() -> NoteId:
    return NoteId(_new_id(_NOTE_BYTES))


def new_folder_id() -> FolderId:
    return FolderId(_new_id(_NOTE_BYTES))


def new_visitor() -> VisitorId:
    return VisitorId(_new_id(_NOTE_BYTES))


def new_binder_id() -> BinderId:
    return BinderId(_new_id(_NOTE_BYTES))


def new_item_id() -> ItemId:
    return ItemId(_new_id(_ID_BYTES))


def new_version_id() -> VersionId:
    return VersionId(_new_id(_ID_BYTES))


def new_edition_id() -> EditionId:
    return EditionId(_new_id(_ID_BYTES))


def new_comment_id() -> str:
    return _new_id(_ID_BYTES)


def _new_id(size: int) -> str:
    """Random, and no option of a command: it never starts with a dash."""
    while (id_ := text_of(secrets.token_bytes(size))).startswith("-"):
        pass
    return id_


def link_of(token: str) -> LinkId | None:
    """The link that a well-formed token names, right or not."""
    if _FORM.fullmatch(token) is None:
        return None
    return LinkId(text_of(urlsafe_b64decode(token)[:_ID_BYTES]))


def edition_of(code: str) -> EditionId | None:
    """The edition that a well-formed code names, right or not."""
    if _PAGE_FORM.fullmatch(code) is not None:
        return EditionId(text_of(b32decode(code + _PAGE_PADDING)[:_ID_BYTES]))
    if _FORM.fullmatch(code) is None:
        return None
    return EditionId(text_of(urlsafe_b64decode(code)[:_ID_BYTES]))


def names_target(token: str) -> bool:
    """Whether this is the id of a note, a pochette or a classeur instead of a token, right or not."""
    return _TARGET.fullmatch(token) is not None


class Seal:
    """Makes and checks tokens and the codes of editions with the key of one instance."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, link: LinkId, generation: int) -> Token:
        id_ = urlsafe_b64decode(f"{link}=")
        mac = hmac.digest(self._key, id_ + generation.to_bytes(8, "big"), "sha256")
        return Token(text_of(id_ + mac[:_MAC_BYTES]))

    def opened(self, link: LinkId, generation: int, until: int) -> str:
        """A grant of a link's password page, valid until then (ms since 1970). Stored nowhere."""
        return text_of(until.to_bytes(8, "big") + self._of_opening(link, generation, until))

    def was_opened(self, proof: str, link: LinkId, generation: int, now: int) -> bool:
        """Whether the door of the link was passed, and not too long ago."""
        if _FORM.fullmatch(proof) is None:
            return False
        given = urlsafe_b64decode(proof)
        until = int.from_bytes(given[:8], "big")
        is_right = hmac.compare_digest(given[8:], self._of_opening(link, generation, until))
        return is_right and now < until

    def _of_opening(self, link: LinkId, generation: int, until: int) -> bytes:
        id_ = urlsafe_b64decode(f"{link}=")
        said = b"opening" + id_ + generation.to_bytes(8, "big") + until.to_bytes(8, "big")
        return hmac.digest(self._key, said, "sha256")[:_MAC_BYTES]

    def opens(self, token: str, link: LinkId, generation: int) -> bool:
        """Whether the token is that of the link's generation; takes the same time whatever it holds."""
        return hmac.compare_digest(token, self.token(link, generation))

    @property
    def fingerprint(self) -> bytes:
        """Tells one key from another, and nothing about it."""
        return hmac.digest(self._key, b"fingerprint", "sha256")[:_MAC_BYTES]

    def of_member(self, said: str) -> str:
        """Keyed hash of a member's secret or name, in hex; one-way."""
        return hmac.digest(self._key, b"member" + said.encode(), "sha256").hex()

    def of_sign_in(self, device: DeviceId, said: bytes) -> bytes:
        """Proof that a sign-in which says this has left from a device."""
        return hmac.digest(self._key, f"sign-in {device} ".encode() + said, "sha256")

    def proves_sign_in(self, proof: bytes, device: DeviceId, said: bytes) -> bool:
        return hmac.compare_digest(proof, self.of_sign_in(device, said))

    def part_of_sign_in(self, part: str, state: str) -> bytes:
        """A secret of a sign-in that no process remembers."""
        return hmac.digest(self._key, f"part of sign-in {part} {state}".encode(), "sha256")

    def of_pairing(self, code: str) -> bytes:
        """Keyed hash of a code by which two devices are linked: it is short, so a plain one tells it."""
        return hmac.digest(self._key, b"pairing" + code.encode(), "sha256")[:_MAC_BYTES]

    def digits(self, pairing: bytes, newcomer: DeviceId) -> str:
        """The four digits that both sides of a pairing show."""
        mac = hmac.digest(self._key, b"digits" + pairing + newcomer.encode(), "sha256")
        return f"{int.from_bytes(mac, 'big') % 10_000:04}"

    def of_recipient(self, mailbox: str) -> bytes:
        """Keyed hash of an address of mail; one-way."""
        return hmac.digest(self._key, b"recipient" + mailbox.encode(), "sha256")[:_MAC_BYTES]

    def unsubscribing(self, recipient: bytes) -> str:
        """Lets its holder stop all mail to a recipient, and nothing else. Stored nowhere."""
        return text_of(recipient + self._of_unsubscribing(recipient))

    def unsubscribes(self, proof: str) -> bytes | None:
        """The recipient whom a right proof names."""
        if _UNSUBSCRIBING.fullmatch(proof) is None:
            return None
        given = urlsafe_b64decode(f"{proof}=")
        recipient, mac = given[:_MAC_BYTES], given[_MAC_BYTES:]
        return recipient if hmac.compare_digest(mac, self._of_unsubscribing(recipient)) else None

    def _of_unsubscribing(self, recipient: bytes) -> bytes:
        return hmac.digest(self._key, b"unsubscribing" + recipient, "sha256")[:_MAC_BYTES]

    def of_network(self, link: LinkId, network: str) -> bytes:
        """Keyed hash of a network at the door of one link: no address in clear, and no two links compared."""
        return hmac.digest(self._key, f"network {link} {network}".encode(), "sha256")[:_MAC_BYTES]

    def of_passages(self, note: NoteId) -> bytes:
        """A key for hashes of the passages of one note, of 32 bytes."""
        return hmac.digest(self._key, b"passages" + note.encode(), "sha256")

    def shown(self, device: DeviceId, note: NoteId, shown: Shown) -> str:
        """Says that a device was shown a version of a note. Stored nowhere."""
        said = b"".join(part.to_bytes(8, "big") for part in shown)
        return text_of(said + self._of_shown(device, note, said))

    def was_shown(self, token: str, device: DeviceId, note: NoteId) -> Shown | None:
        """What a right token of this device and note says."""
        if _SHOWN.fullmatch(token) is None:
            return None
        given = urlsafe_b64decode(token)
        said, mac = given[:-_SHOWN_MAC_BYTES], given[-_SHOWN_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._of_shown(device, note, said)):
            return None
        epoch, seq, at = (int.from_bytes(said[start : start + 8], "big") for start in (0, 8, 16))
        return Shown(epoch=epoch, seq=seq, at=at)

    def _of_shown(self, device: DeviceId, note: NoteId, said: bytes) -> bytes:
        message = f"shown {device} {note} ".encode() + said
        return hmac.digest(self._key, message, "sha256")[:_SHOWN_MAC_BYTES]

    @property
    def of_nodes(self) -> bytes:
        """A key for what the processes of this instance say to one another, of 32 bytes."""
        return hmac.digest(self._key, b"between nodes", "sha256")

    def of_audit(self, said: bytes) -> bytes:
        """HMAC of an audit row: needs the instance key, which is not in the database."""
        return hmac.digest(self._key, b"audit" + said, "sha256")

    def of_picture(self, content: bytes, kind: str, width: int, height: int) -> str:
        """Says that this instance has drawn a picture anew: brought back, it is kept byte by byte."""
        said = b"picture" + f"{kind} {width} {height} ".encode() + hashlib.sha256(content).digest()
        return text_of(hmac.digest(self._key, said, "sha256"))

    def code(self, edition: EditionId, generation: int) -> str:
        """What is on each page of paper: 64 bits of id, 64 of proof. It is never the token of a link."""
        id_ = urlsafe_b64decode(f"{edition}=")
        mac = hmac.digest(self._key, b"edition page" + id_ + generation.to_bytes(8, "big"), "sha256")
        return b32encode(id_ + mac[:_PAGE_MAC_BYTES]).decode("ascii").rstrip("=")

    def older_code(self, edition: EditionId, generation: int) -> str:
        """What stands on the first page of sheets that were printed before each page had its own."""
        id_ = urlsafe_b64decode(f"{edition}=")
        mac = hmac.digest(self._key, b"edition" + id_ + generation.to_bytes(8, "big"), "sha256")
        return text_of(id_ + mac[:_MAC_BYTES])

    def answers(self, code: str, edition: EditionId, generation: int) -> bool:
        """Whether the code is that of the edition's generation, in the one form or the older one."""
        is_right = hmac.compare_digest(code, self.code(edition, generation))
        return is_right | hmac.compare_digest(code, self.older_code(edition, generation))


def text_of(data: bytes) -> str:
    """Bytes in the letters of an address, without padding."""
    return urlsafe_b64encode(data).decode("ascii").rstrip("=")
