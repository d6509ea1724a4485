"""Passphrase of a team: its hash in the settings, and new ones that can be said."""

import re
import secrets
from typing import Final

from argon2 import PasswordHasher

from server.errors import StartError
from server.secrets.passwords import MOST_CHARACTERS, normal

LEAST_CHARACTERS: Final = 12
_CONSONANTS: Final = "bdfgklmnprtvz"
_VOWELS: Final = "aeiou"
_WORDS: Final = 4
_SYLLABLES: Final = 3
_HASH: Final = re.compile(r"\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+")


def is_hash(text: str) -> bool:
    return _HASH.fullmatch(text) is not None


def hash_of(passphrase: str) -> str:
    """What the settings hold. Raises StartError for one that is too short or too long."""
    if not LEAST_CHARACTERS <= len(passphrase.strip()) <= MOST_CHARACTERS:
        raise StartError(f"A passphrase has {LEAST_CHARACTERS} to {MOST_CHARACTERS} characters.")
    return PasswordHasher().hash(normal(passphrase))


def new_passphrase() -> str:
    """Four words of three syllables, 72 bits, that can be said on the telephone: `bolumi-ratepo-…`."""
    return "-".join(_word() for _ in range(_WORDS))


def _word() -> str:
    return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES))
