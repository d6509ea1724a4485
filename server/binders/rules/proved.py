"""Pictures that this instance has drawn: they leave with a proof, and come back byte by byte."""

import hmac
import re
from zipfile import ZIP_STORED

from export.note.pictures import id_of
from server.binders.rules.unpacking import Part
from server.secrets.tokens import Seal
from server.storage.files import File

_SAID = re.compile(r"pochette (image/png|image/jpeg) (\d{1,5}) (\d{1,5}) ([\w-]{43})", re.ASCII)


def proof_of(seal: Seal, file: File) -> bytes:
    """The comment of its entry in a zip."""
    proof = seal.of_picture(file.content, file.kind, file.width, file.height)
    return f"pochette {file.kind} {file.width} {file.height} {proof}".encode()


def proved_picture(seal: Seal, part: Part, path: str) -> File | None:
    """The picture of an entry, where its comment proves that it was drawn here; else it is drawn anew."""
    said = _SAID.fullmatch(part.comment)
    if said is None or part.packed is None or part.packed.method != ZIP_STORED:
        return None
    content, kind, width, height = part.raw, said[1], int(said[2]), int(said[3])
    if not hmac.compare_digest(said[4], seal.of_picture(content, kind, width, height)):
        return None
    name = path.rpartition("/")[2]
    return File(id=id_of(content), kind=kind, width=width, height=height, name=name, content=content)
