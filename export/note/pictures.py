"""Uploaded pictures as the dialect names them, `![description](image/ID)`, and their media types."""

import hashlib
import re
from base64 import urlsafe_b64encode

_ADDRESS = re.compile(r"image/([A-Za-z0-9_-]{8,32})")
_ID_BYTES = 9
_PNG = b"\x89PNG\r\n\x1a\n"


def name_of(address: str) -> str:
    """The ID in an address of a picture, empty in any other address."""
    match = _ADDRESS.fullmatch(address)
    return match[1] if match else ""


def id_of(content: bytes) -> str:
    """The ID of a picture that was drawn here, made of its bytes."""
    return urlsafe_b64encode(hashlib.sha256(content).digest()[:_ID_BYTES]).decode()


def named_in(markdown: str) -> frozenset[str]:
    """Every ID that a text may show."""
    return frozenset(_ADDRESS.findall(markdown))


def kind_of(content: bytes) -> str:
    """The media type of a picture that was re-encoded here, which is PNG or JPEG."""
    return "image/png" if content.startswith(_PNG) else "image/jpeg"
