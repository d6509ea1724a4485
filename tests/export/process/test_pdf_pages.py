"""What a printed file looks like, asked of a child: its pages, their shapes, headings, pictures."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from export.errors import Failed
from export.folder.serialize import picture_job
from export.note.brief import Brief
from export.note.formats import Format
from export.process.host import ChildHost, Limits
from export.process.pdf_pages import PdfPage, pages_job, read_pages
from export.process.worker import Worker

TEXT = "# Eau\n\n## Constat\n\n" + "Un long paragraphe de la note.\n\n" * 60 + "## Coût\n\nDix millions.\n"


@pytest.fixture(scope="module")
def host() -> Iterator[ChildHost]:
    host = ChildHost("inspect", Limits())
    yield host
    host.close()


def test_a_file_tells_the_shape_of_its_pages_and_what_begins_on_each(
    host: ChildHost, worker: Worker, brief: Callable[..., Brief]
) -> None:
    airy = replace(brief(TEXT), pages_wanted=0)
    found = read_pages(host.ask(pages_job(worker.pdf(airy))))
    assert len(found) == 3
    assert found[0] == PdfPage(width=210.0, height=297.0, headings=("Eau", "Constat"))
    assert [page.headings for page in found[1:]] == [(), ("Coût",)]


def test_a_booklet_is_told_by_its_sides(host: ChildHost, worker: Worker, brief: Callable[..., Brief]) -> None:
    folded = replace(brief(TEXT), format=Format.POCKET, booklet=True)
    found = read_pages(host.ask(pages_job(worker.pdf(folded))))
    assert {(side.width, side.height) for side in found} == {(296.0, 210.0)}


def test_a_page_is_drawn_as_wide_as_asked(
    host: ChildHost, worker: Worker, brief: Callable[..., Brief]
) -> None:
    drawn = host.ask(picture_job(worker.pdf(brief(TEXT)), 2, 248))
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.size == (248, 351)


def test_what_is_no_pdf_is_refused_and_the_next_file_is_read(
    host: ChildHost, worker: Worker, brief: Callable[..., Brief]
) -> None:
    with pytest.raises(Failed):
        host.ask(pages_job(b"not a PDF"))
    assert read_pages(host.ask(pages_job(worker.pdf(brief("# Eau")))))
