"""The page in front of a pochette that says what has changed, read back from its PDF."""

import io
import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import page as validator
import pikepdf
import pytest

from export.dialect.news import news
from export.folder import serialize
from export.folder.earlier import Earlier
from export.folder.folder import Folder, Note, Numbering
from export.note.brief import Brief, read_brief
from export.note.formats import Format
from export.note.news import Kind, News, State
from export.process.host import ChildHost, Limits
from export.samples import sample

AT = datetime(2017, 3, 13, 21, 15, tzinfo=UTC)
BEFORE = datetime(2017, 3, 12, 21, 40, tzinfo=UTC)


@pytest.fixture(scope="module")
def host() -> Iterator[ChildHost]:
    host = ChildHost("folder", Limits())
    yield host
    host.close()


def brief_of(text: str, shape: Format = Format.NOTE) -> Brief:
    return replace(read_brief(text, printed_at=AT), format=shape)


def bound(
    host: ChildHost, briefs: Sequence[Brief], said: Sequence[News], **how: Any
) -> tuple[Numbering, bytes]:
    gone, left = how.pop("gone", ()), how.pop("left", 0)
    notes = tuple(Note(brief=brief, colour=number % 8 + 1) for number, brief in enumerate(briefs))
    earlier = Earlier(printed_at=BEFORE, notes=tuple(said), gone=gone, left=left)
    folder = Folder(title="Débat", notes=notes, closed_at=AT, earlier=earlier, **how)
    printed: dict[bytes, serialize.Printed] = {}
    for note in notes:
        job = serialize.note_job(note.brief, note.colour)
        printed[job] = printed.get(job) or serialize.printed(host.ask(job))
    alone = [printed[serialize.note_job(note.brief, note.colour)] for note in notes]
    return serialize.bound(host.ask(serialize.bind_job(folder, alone, 3)))


def words_of(pdf: bytes, page: int) -> str:
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-", "-"]
    run = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", run.stdout.decode().replace("\u2060", ""))


def leads(pdf: bytes, page: int) -> list[tuple[str, int]]:
    """What the links of a page are called, and the page on which each ends, counted from 1."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        pages = {one.obj.objgen: number for number, one in enumerate(file.pages, 1)}
        return [(str(link.Contents), pages[link.Dest[0].objgen]) for link in file.pages[page - 1].Annots]


KEPT = "".join(f"\n\nLe paragraphe {number} ne change pas." for number in range(8))


def test_words_that_came_are_marked_and_those_that_went_are_nowhere() -> None:
    now = f"# N\n\nLe coût est de 640 M€ par an.\n\nUn train part chaque heure.{KEPT}\n\nUn ajout.\n"
    before = f"# N\n\nLe coût est de 580 M€ par an.\n\nUn train de nuit part chaque heure.{KEPT}\n"
    found = news(before, brief_of(now))

    assert [(one.kind, [text for text, is_new in one.pieces if is_new]) for one in found.extracts] == [
        (Kind.CHANGED, ["640\xa0M€"]),
        (Kind.SHORTENED, []),
        (Kind.NEW, []),
    ]
    everything = "".join(text for one in found.extracts for text, _ in one.pieces)
    assert not {"580", "nuit"} & set(re.findall(r"\w+", everything))


def test_a_passage_that_went_is_counted_without_a_word() -> None:
    one, other = "Un premier passage.", "Un deuxième passage, un peu plus long."
    brief = brief_of(f"# N\n\n{one}\n\n{other}\n")
    found = news(f"# N\n\n{one}\n\nUn secret bien gardé.\n\n{other}\n", brief)

    assert found == News(state=State.CHANGED, removed=1)
    assert news(f"# N\n\n{one}\n\n{other}  \n", brief).state is State.SAME
    other = "\n\n".join(f"Tout autre chose, {number}." for number in "abcd")
    assert news(f"# N\n\n{other}\n", brief).state is State.REWRITTEN


@pytest.mark.parametrize("seed", range(6))
def test_by_chance_no_word_is_said_that_the_note_does_not_say(seed: int) -> None:
    rng = random.Random(seed)
    lines = sample("fr").split("\n")
    at = [n for n, line in enumerate(lines) if len(line.split()) > 8 and line[0].isalpha()]
    for number in rng.sample(at, 4):
        words = lines[number].split(" ")
        words.insert(rng.randrange(2, len(words)), f"zyx{rng.randrange(10**6)}")
        lines[number] = " ".join(words)

    found = news("\n".join(lines), brief_of(sample("fr")))

    assert found.state is State.CHANGED
    assert 3 <= len(found.extracts) <= 4
    assert "zyx" not in "".join(text for one in found.extracts for text, _ in one.pieces)


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", ["note", "large"])
def test_each_passage_is_said_with_the_page_on_which_it_stands(shape: str, host: ChildHost) -> None:
    paragraphs = [
        f"Le mot {'abcdefghij'[n] * 4} ouvre ceci. " + "Et la suite est longue. " * 40 for n in range(9)
    ]
    cells = "| Un | Deux |\n|---|---|\n" + "".join(f"| Ligne {n} | valeur {n} |\n" for n in range(60))
    now = "# N\n\n" + "\n\n".join(
        [*paragraphs, cells, "- Un point.\n- Le mot kkkk est ici.", "Fin[^1].\n\n[^1]: llll."]
    )
    before = now
    for word in ("bbbb", "hhhh", "valeur 51", "kkkk", "llll"):
        before = before.replace(word, "jadis")
    brief = brief_of(now, Format(shape))
    numbers, pdf = bound(
        host, [brief], [news(before, brief)], day="2017-03-14", recipient="L. Benali", copy=1
    )

    said = words_of(pdf, 2)
    assert "Depuis votre dernière pochette" in said
    assert "Elle a été imprimée le 12 mars 2017, 21 h 40." in said
    assert "jadis" not in said
    (called, first), *places = leads(pdf, 2)
    assert (called, first) == (f"N, page {numbers.starts[0]}", numbers.starts[0])
    assert len({page for _, page in places}) > 1
    for word, (called, page) in zip(("bbbb", "hhhh", "51", "kkkk", "llll"), places, strict=True):
        assert word in words_of(pdf, page)
        assert called == f"N, page {page}"


@pytest.mark.whole
@pytest.mark.parametrize("shape", ["note", "large"])
def test_it_is_one_page_whatever_has_changed(shape: str, host: ChildHost) -> None:
    brief = brief_of("# Une note dont le titre est assez long pour deux lignes\n\nUn texte.\n", Format(shape))
    longest = News(
        state=State.CHANGED,
        extracts=tuple(
            replace(one, pieces=(("mot " * 37, False),))
            for one in news("# N\n\nX.\n\nUn.\n\nY.\n", brief_of("# N\n\nX.\n\nDeux.\n\nY.\n")).extracts * 30
        ),
        removed=3,
    )
    for many in (1, 7, 60):
        said = [longest, News(state=State.SAME), News(state=State.NEW), longest, longest] * 12
        numbers, pdf = bound(
            host, [brief] * many, said[:many], gone=("Une note retirée",) * 9, left=2, has_contents=False
        )

        assert numbers.front == 2
        text = words_of(pdf, 2)
        assert "et 5 autres notes" in text
        if many == 60:
            assert "Changées aussi" in text
        else:
            assert re.search(r"et \d+ autres passages", text) or many > 1


@pytest.mark.whole
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_every_rule_of_pdf_ua_and_pdf_a_passes(profile: str, host: ChildHost) -> None:
    brief = brief_of(sample("en"))
    found = news(sample("en").replace("The ", "A ", 3), brief)
    for how in ({}, {"has_cover": False, "has_contents": False, "recipient": "L. Benali"}):
        _, pdf = bound(host, [brief, brief], [found, News(state=State.NEW)], **how)
        report = validator.validate_pdf_bytes(pdf, profile=profile)

        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
