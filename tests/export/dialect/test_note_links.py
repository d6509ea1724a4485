"""Links to other notes by their own address: on a page of the server, on paper, and in files."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from pikepdf import Pdf

from export.dialect.html import reader
from export.files.plain import text
from export.files.webpage import webpage
from export.note.brief import Brief
from export.office.tree import document
from export.process.worker import Worker

Read = Callable[..., Brief]
OWN = "/n/ABCDEFGHIJKLMNOPQRSTUV"
TEXT = f"# Bail\n\nVoir [Loyers]({OWN}) et [son plan]({OWN}#plan).\n"
ORIGIN = "https://notes.example"


def test_a_page_of_the_server_leads_there_by_the_path(brief: Read) -> None:
    html = reader(replace(brief(TEXT), origin=""))
    assert f'<a href="{OWN}">Loyers</a> et <a href="{OWN}#plan">son plan</a>' in html


@pytest.mark.parametrize(("origin", "count"), [(None, 0), (ORIGIN, 2)])
def test_files_lead_to_the_whole_address_or_say_the_words(
    brief: Read, origin: str | None, count: int
) -> None:
    note = replace(brief(TEXT), origin=origin)
    told = (webpage(note), text(note), str(document(note)))
    for file in told:
        assert "Loyers" in file
        assert file.count(ORIGIN + OWN) == count
        assert file.count(OWN) == count


def test_paper_leads_to_the_whole_address(worker: Worker, brief: Read) -> None:
    printed = worker.pdf(replace(brief(TEXT), origin=ORIGIN))
    assert _addresses(printed) == [ORIGIN + OWN, f"{ORIGIN}{OWN}#plan"]


def test_paper_from_nowhere_says_the_words(worker: Worker, brief: Read) -> None:
    assert _addresses(worker.pdf(brief(TEXT))) == []


def _addresses(printed: bytes) -> list[str]:
    with Pdf.open(io.BytesIO(printed)) as file:
        links = [link for page in file.pages for link in page.get("/Annots", ())]
        return [str(link.A.URI) for link in links if "/A" in link]
