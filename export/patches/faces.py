"""Faces of other scripts, and signs that no face has: both by the font configuration of Pango.

WeasyPrint 70 reads faces from a configuration file of the process, or copies them from `@font-face`; it logs
a sign without a face when it draws it. Packages of faces lie where Python finds them, so they are added to
the configuration that WeasyPrint has made. On another version none are added, and no sign is told.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from weasyprint.text.ffi import ffi, fontconfig, pango, pangoft2

from export.patches import is_read
from export.patches.boxes import page_boxes


def add(configuration: Any, files: Iterable[Path]) -> None:
    """To those that the configuration knows."""
    if not is_read("weasyprint"):
        return
    for file in files:
        fontconfig.FcConfigAppFontAddFile(configuration._config, str(file).encode())  # noqa: SLF001
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", configuration.font_map))


def without_face(document: Any, suspects: frozenset[str]) -> set[str]:
    """Those of the suspects that stand as boxes on the pages."""
    found: set[str] = set()
    if not suspects or not is_read("weasyprint"):
        return found
    for page in page_boxes(document):
        for box in page.descendants():
            layout = getattr(box, "pango_layout", None)
            if layout is not None and not suspects.isdisjoint(box.text):
                layout.reactivate(box.style)
                found.update(_unknown(layout))
                layout.deactivate()
    return found


def _unknown(layout: Any) -> Iterator[str]:
    """The signs of a laid-out text that Pango flags."""
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != ffi.NULL:
        glyphs = run.data.glyphs
        for info in glyphs.glyphs[0 : glyphs.num_glyphs]:
            if info.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG and info.glyph != pango.PANGO_GLYPH_EMPTY:
                yield chr(info.glyph & ~pango.PANGO_GLYPH_UNKNOWN_FLAG)
        run = run.next
