"""Page labels: a viewer counts pages as they are printed. ISO 32000-1, 12.4.2."""

from typing import Any

import pydyf  # type: ignore[import-untyped]

from export.note.labels import labels
from export.patches.boxes import language_of


def write(document: Any, pdf: Any, *, first: int, has_cover: bool) -> None:
    """For a finisher: the cover by its name, other pages by the number at their foot."""
    lang = language_of(document)
    numbers: list[Any] = []
    if has_cover:
        numbers += [0, pydyf.Dictionary({"P": pydyf.String(labels(lang)["cover"])})]
    at = int(has_cover)
    if at < pdf.pages["Count"]:
        numbers += [at, pydyf.Dictionary({"S": "/D", "St": first + at})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(numbers)})
