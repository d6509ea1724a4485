"""The forms in which a note leaves, other than paper and the screen."""

from collections.abc import Callable, Mapping

from export.brief import Brief
from export.office.out import office
from export.plain import text
from export.webpage import webpage

FORMS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "epub": "application/epub+zip",
    "html": "text/html",
    "txt": "text/plain",
}

_WRITERS: Mapping[str, Callable[[Brief], bytes]] = {
    "docx": lambda brief: office("docx", brief),
    "odt": lambda brief: office("odt", brief),
    "epub": lambda brief: office("epub", brief),
    "html": lambda brief: webpage(brief).encode(),
    "txt": lambda brief: text(brief).encode(),
}


def write(form: str, brief: Brief) -> bytes:
    """The brief in one of FORMS. Raises ExportError."""
    return _WRITERS[form](brief)
