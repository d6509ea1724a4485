"""Bodies by chance: JSON, forms and multipart, near what an address takes, broken, or of another kind."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote_plus

_BOUNDARY: Final = "pochette"
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = f"multipart/form-data; boundary={_BOUNDARY}"
_NUMBERS: Final = (0, 1, 2, -1, 1.5, 2**31, 2**53, 2**63, 10**400, -(2**70))
_TEXTS: Final = (
    *(
        "",
        " ",
        "a",
        "Eau",
        "a\nb",
        "\r",
        "<b>",
        "é" * 3000,
        "x" * 50_000,
        "\u202e",
        "\ufeff",
        "\U0001f469\u200d",
    ),
    *("\0", "a\0b", "\ud83d", "\udc00 a", "\ufffe", "\x7f", "\x1b[0m"),
    *("0", "1", "-1", "²", "٣", "１", "9" * 5000, "1e3", "0x10", "on", "true", "null"),
    *("print", "read", "comment", "edit", "manage", "live", "frozen", "note", "large", "pocket", "larger"),
    *(
        "draft",
        "ready",
        "open",
        "resolved",
        "accepted",
        "refused",
        "restore",
        "purge",
        "archive",
        "here",
        "end",
    ),
    *("2030-03-15T08:00:00+01:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2030-02-30"),
    *("2030-03-15", "Europe/Paris", "../../etc/passwd", "/", ".", "UTC\0"),
    *("a@example.org", "a@", "A <a@example.org>, b@example.org", "@" * 300),
    *(
        "http://x/n/abc",
        "http://[",
        "https://example.org/",
        "//",
        "data:,a",
        "javascript:1",
        "bolu-miretu-4821",
    ),
)


class OddBodies:
    """`known`: what stands for something that there is, the ids of notes and links say."""

    def __init__(self, chance: random.Random, known: Sequence[str]) -> None:
        self._chance = chance
        self._known = known
        self._kinds: tuple[tuple[int, Callable[[Sequence[str]], tuple[str, bytes]]], ...] = (
            (8, self._object),
            (3, self._broken),
            (4, self._form),
            (2, self._multipart),
            (1, self._of_another_kind),
        )

    def body(self, fields: Sequence[str], *, is_broken: bool = False) -> tuple[dict[str, str], bytes]:
        """Headers and bytes of a request to an address that has these fields; or what is no JSON."""
        weights = [weight for weight, _ in self._kinds]
        ((_, kind),) = self._chance.choices(self._kinds, weights)
        content_type, body = self._broken(fields) if is_broken else kind(fields)
        headers = {"Content-Type": content_type, "Accept": self._chance.choice([_JSON, "text/html"])}
        if self._one_in(40):
            headers["Content-Encoding"] = self._chance.choice(["gzip", "deflate", "br", "x"])
        return headers, body

    def word(self) -> str:
        """A text of any kind."""
        return self._chance.choice(self._known if self._one_in(3) else _TEXTS)

    def _one_in(self, many: int) -> bool:
        return self._chance.randrange(many) == 0

    def _value(self, depth: int = 0) -> Any:
        match self._chance.randrange(12 if depth < 3 else 9):
            case 0:
                return self._chance.choice([None, True, False])
            case 1 | 2:
                return self._chance.choice(_NUMBERS)
            case 9 | 10:
                return [self._value(depth + 1) for _ in range(self._chance.randrange(5))]
            case 11:
                names = [self.word()[:30] for _ in range(self._chance.randrange(4))]
                return {name: self._value(depth + 1) for name in names}
            case _:
                return self.word()

    def _some(self, fields: Sequence[str]) -> dict[str, Any]:
        """Mostly fields that are known here."""
        chosen = [field for field in fields if self._chance.random() < 0.6]
        if self._one_in(30):
            chosen.append(self.word()[:30])
        return {field: self._value() for field in chosen}

    def _object(self, fields: Sequence[str]) -> tuple[str, bytes]:
        text = json.dumps(self._some(fields), ensure_ascii=self._one_in(2))
        return _JSON, text.encode(errors="surrogatepass")

    def _broken(self, fields: Sequence[str]) -> tuple[str, bytes]:
        whole = json.dumps(self._some(fields)).encode()
        field = self._chance.choice([*fields, "a"]).encode()
        return self._chance.choice([_JSON, "", "application/json; charset=utf-16"]), self._chance.choice(
            [
                whole[: self._chance.randrange(len(whole) + 1)],
                b"\xef\xbb\xbf" + whole,
                whole.decode().encode("utf-16"),
                whole.replace(b'"', b'"\xc3', 1),
                b'{"%b":"\xe2\x82"}' % field,
                b'{"%b":1,"%b":"a"}' % (field, field),
                b'{"%b":NaN}' % field,
                b'{"%b":-Infinity}' % field,
                b'{"%b":1e999}' % field,
                b'{"%b":%b}' % (field, b"9" * 5000),
                b'{"%b":%b%b}' % (field, b"[" * 900, b"]" * 900),
                b'{"%b":%b1%b}' % (field, b'{"a":' * 40, b"}" * 40),
                b'{"%b":[%b0]}' % (field, b"[]," * 60_000),
                b'{"%b":"\\ud800"}' % field,
                b'{"\\ud800":"%b"}' % field,
                b'{"%b":"\\u0000"}' % field,
                whole + b"}",
                self._chance.choice([b"[]", b"null", b'"a"', b"1", b"true", b"", b"\0", b"\\", b'"\\']),
            ]
        )

    def _pairs(self, fields: Sequence[str]) -> Iterator[tuple[str, str]]:
        for field in fields:
            for _ in range(self._chance.choice([0, 1, 1, 1, 2])):
                yield field, self.word()

    def _form(self, fields: Sequence[str]) -> tuple[str, bytes]:
        pairs = "&".join(
            f"{quote_plus(name)}={quote_plus(value, errors='surrogatepass')}"
            for name, value in self._pairs(fields)
        )
        odd = self._chance.choice(["", "", "", "&%ff=%ed%a0%80", "&=", "&&a", "&%", "&a=%00", "&" * 5000])
        charset = self._chance.choice(
            ["", "", "", "; charset=utf-16", "; charset=nothing", "; charset=latin-1"]
        )
        return _FORM + charset, (pairs + odd).encode()

    def _multipart(self, fields: Sequence[str]) -> tuple[str, bytes]:
        parts = bytearray()
        for name, value in self._pairs(fields):
            kind = self._chance.choice(["", '; filename="a.md"', '; filename="a.docx"', "; x=" + "y" * 9000])
            head = f'Content-Disposition: form-data; name="{name}"{kind}\r\n'
            head += self._chance.choice(["", "", "", "Content-Transfer-Encoding: base64\r\n", "nonsense\r\n"])
            head += self._chance.choice(["", "", "", "Content-Type: text/plain; charset=nothing\r\n"])
            parts += f"--{_BOUNDARY}\r\n{head}\r\n".encode() + value.encode(errors="surrogatepass") + b"\r\n"
        end = self._chance.choice([f"--{_BOUNDARY}--\r\n", f"--{_BOUNDARY}--\r\n", f"--{_BOUNDARY}", ""])
        named = self._chance.choice([_MULTIPART, _MULTIPART, "multipart/form-data", _MULTIPART + "x"])
        return named, bytes(parts) + end.encode()

    def _of_another_kind(self, fields: Sequence[str]) -> tuple[str, bytes]:
        _, body = self._object(fields)
        kinds = [
            "text/plain",
            "application/xml",
            "a",
            "/",
            "application/octet-stream",
            "multipart/mixed; boundary=a",
        ]
        return self._chance.choice(kinds), body
