"""Gray prints: the sentence that names the drawings whose colours would be one gray."""

from collections.abc import Sequence

from export.paper.page_count import Confused
from server.text.words import Words


def said(t: Words, confused: Sequence[Confused]) -> str:
    """Empty where every drawing keeps its colours apart."""
    match confused:
        case ():
            return ""
        case (only,):
            key = "proposals.confused" if only.words else "proposals.confusedOne"
            return t(key, page=only.page, words=only.words)
        case _:
            pages = sorted({one.page for one in confused})
            return t("proposals.confusedMany", count=len(pages), pages=", ".join(map(str, pages)))
