"""Artifacts drawn over laid-out pages, as commands of PDF: no screen reader says them.

ISO 32000-1, 14.8.2.2.
"""

from typing import Any

import pydyf  # type: ignore[import-untyped]


def add(pdf: Any, number: int, commands: str, kind: str = "Layout") -> None:
    """After the own drawing of page `number`, counted from 0, and outside of its coordinates.

    For a finisher of WeasyPrint's `write_pdf`. `kind` is the type of the artifact.
    """
    page = pdf.objects[pdf.pages["Kids"][number * 3]]
    stream = pdf.objects[int(page["Contents"].split()[0])]
    assert isinstance(stream, pydyf.Stream)  # noqa: S101 -- WeasyPrint makes one stream a page
    stream.stream = [b"q", *stream.stream, b"Q", marked(commands, kind).encode()]


def marked(commands: str, kind: str) -> str:
    """The commands as an artifact of that type."""
    return f"/Artifact <</Type /{kind}>> BDC q {commands} Q EMC"
