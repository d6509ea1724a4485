"""Comments beside a brief: their order and places, the section behind the note, and every form of it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import page as validator
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.dialect.context import Target
from export.errors import TooMuch
from export.files.forms import write
from export.files.webpage import webpage
from export.note import comments
from export.note.brief import Brief, read_brief
from export.note.comments import Comment, State, Thread, in_body, in_order, moved
from export.note.formats import Format
from export.note.serialize import deserialize, serialize
from export.paper.comment_section import section
from export.process.worker import Worker

NOON = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
TEXT = "# Une gare\n\n## Constat\n\nLe prix est libre[^1] : elle est rare.\n\n- un\n- deux\n\n[^1]: Loi.\n"


def thread(text: str, quote: str, *said: str, **more: object) -> Thread:
    at = text.find(quote)
    comments = tuple(Comment(at=NOON, name="Inès", text=one) for one in said)
    return Thread(quote=quote, place=None if at < 0 else at + len(quote), comments=comments, **more)  # type: ignore[arg-type]


def with_threads(brief: Brief) -> Brief:
    threads = (
        Thread(comments=(Comment(at=NOON, text="On garde le titre ?"),)),
        thread(TEXT, "parti du texte", "Où est-ce ?"),
        thread(TEXT, "rare", "Source ?", state=State.RESOLVED),
        thread(TEXT, "libre", "", proposed="« encadré »"),
        thread(TEXT, "Une gare", "Laquelle <b> ?\nDeuxième ligne."),
        thread(TEXT, "deux", "Ou trois."),
    )
    return replace(brief, threads=in_order(in_body(threads, TEXT, brief.body)))


@pytest.fixture
def commented(brief: Callable[..., Brief]) -> Brief:
    return with_threads(brief(TEXT))


def test_they_stand_in_the_order_of_the_text_then_what_is_gone_then_the_whole(commented: Brief) -> None:
    quotes = [one.quote for one in commented.threads]
    assert quotes == ["Une gare", "libre", "rare", "deux", "parti du texte", ""]
    title, free, *_ = commented.threads
    assert title.place == comments.IN_TITLE
    assert free.place is not None
    assert commented.body[: free.place].endswith("Le prix est libre")


@given(
    st.text(st.sampled_from("ab# \né\u0301-\r"), max_size=40),
    st.text(st.sampled_from("ab# \né\u0301-"), max_size=40),
    st.integers(1, 99),
)
def test_a_place_in_a_text_is_the_same_letter_in_the_body(before: str, behind: str, at: int) -> None:
    text = f"{before}\n# Titre\n{behind}"
    at = min(at, len(text))
    said = Thread(quote="x", place=at, comments=())
    body = read_brief(text, printed_at=NOON).body
    (found,) = in_body([said], text, body)
    assert found.place is not None
    assert 0 <= found.place <= len(body)
    if found.place and text[at - 1] in "ab" and (at == len(text) or text[at] != "\u0301"):
        assert body[found.place - 1] == text[at - 1]


def test_a_text_of_before_has_them_where_its_words_are_nearest() -> None:
    text, before = "a libre b libre c", "libre, puis a libre b"
    threads = [thread(text, "libre"), thread(text, "c"), thread(text, "absent")]
    assert [one.place for one in moved(threads, text, before)] == [5, None, None]
    assert moved(threads, text, text) == tuple(threads)
    last = replace(threads[0], place=15)
    assert [one.place for one in moved([last], text, before)] == [19]


def test_a_brief_takes_them_to_the_printer_and_back(commented: Brief) -> None:
    assert deserialize(serialize(commented)) == commented
    assert hash(commented) != hash(replace(commented, threads=()))


def test_the_section_says_who_what_when_and_what_has_become_of_it(commented: Brief) -> None:
    said = section(commented, Target.PAPER)
    assert '<h2 data-label="Commentaires">Commentaires</h2>' in said
    assert "<del>libre</del> → <ins>«\u00a0encadré\u00a0»</ins>" in said
    assert ">proposition · ouvert</span>" in said
    assert ">résolu</span>" in said
    assert "<b>Inès</b>" in said
    assert "Laquelle &lt;b&gt;\u202f?<br>Deuxième ligne." in said
    assert "25\u00a0novembre 2026, 12\u00a0h\u00a005".replace("\u00a0", " ") in said.replace("\u00a0", " ")
    gone, whole = said.index("n’est plus dans le texte"), said.index("Sur toute la note")
    assert said.index("C4") < gone < said.index("parti du texte") < whole < said.index("On garde le titre")
    assert section(replace(commented, threads=()), Target.PAPER) == ""


def test_a_passage_of_pages_is_told_by_its_ends(brief: Callable[..., Brief]) -> None:
    long = "Début " + "mot " * 300 + "fin"
    said = section(replace(brief("# T"), threads=(thread("", long, "Trop long"),)), Target.PAPER)
    assert "Début mot" in said
    assert " […] " in said
    assert "mot fin</p>" in said
    assert len(said) < 1000


@pytest.mark.first(1)
@pytest.mark.parametrize("shape", [*Format, "booklet"])
def test_a_print_with_comments_is_lawful_and_the_same_again(
    commented: Brief, worker: Worker, pages: Callable[[bytes], list[str]], shape: str
) -> None:
    is_booklet = shape == "booklet"
    brief = replace(
        commented, format=Format.POCKET if is_booklet else Format(shape), booklet=is_booklet, has_cover=True
    )
    printed = worker.pdf(brief)
    for profile in ("ua1", "3a"):
        report = validator.validate_pdf_bytes(printed, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert worker.pdf(replace(brief)) == printed
    if shape == Format.NOTE:
        words = " ".join(" ".join(pages(printed)).split())
        assert "Le prix est libre C2" in words
        assert words.index("deux C4") < words.index("Commentaires") < words.index("dans le titre")
        assert "proposition · ouvert · page 2" in words
        with pikepdf.open(io.BytesIO(printed)) as pdf, pdf.open_outline() as outline:
            (title,) = outline.root
            assert title.title == "Une gare", "no mark of a comment"
            assert [one.title for one in title.children] == ["Constat", "Commentaires"]


def test_they_are_no_part_of_how_long_a_note_is(commented: Brief, worker: Worker) -> None:
    for brief in (commented, replace(commented, has_cover=True)):
        count, *_ = worker.located_pdf(brief)
        plain, *_ = worker.located_pdf(replace(brief, threads=()))
        assert count.pages == plain.pages
        assert abs(count.fill - plain.fill) < 0.06, "but for the space between"


def test_without_comments_a_print_says_nothing_of_them(
    brief: Callable[..., Brief], worker: Worker, pages: Callable[[bytes], list[str]]
) -> None:
    assert "Commentaires" not in " ".join(pages(worker.pdf(brief(TEXT))))


def test_more_than_a_print_can_take_is_refused(brief: Callable[..., Brief], worker: Worker) -> None:
    many = Thread(comments=(Comment(at=NOON, text="a"),) * 501)
    long = Thread(comments=(Comment(at=NOON, text="a" * 4000),) * 80)
    for said, why in ((many, "comments"), (long, "comment-characters")):
        for export in (worker.pdf, webpage, lambda one: write("txt", one)):
            with pytest.raises(TooMuch) as refused:
                export(replace(brief("# T"), threads=(said,)))
            assert refused.value.key == f"export.too-much.{why}"


def test_a_page_of_the_web_leads_from_call_to_comment_and_back(commented: Brief) -> None:
    said = webpage(commented)
    assert said.count('href="#comment-2"') == said.count('id="comment-2"') == 1
    assert said.count('href="#comment-call-2"') == said.count('id="comment-call-2"') == 1
    assert said.index("comment-call-1") < said.index("</h1>")


def test_files_of_other_programs_have_them_as_their_last_part(commented: Brief) -> None:
    said = write("txt", commented).decode()
    last = said[said.index("Commentaires") :]
    assert "> libre" in last
    assert "Laquelle <b>\u202f?" in last
    assert "- Inès 25 novembre 2026" in last.replace("\u00a0", " ")
    fences = ("```\ncode\n", "~~~~ graphique\na;3", "```\na\n```\n```\nb")
    boxes = ("::: retenir\n- un\n", "::: contexte\n::: retenir\n```\nx", "::: retenir\na\n:::\n")
    for open_end in (*fences, *boxes):
        said = write("txt", replace(commented, body=open_end)).decode()
        assert "\nCommentaires\n" in said, open_end
        assert ":::" not in said
    for form in ("docx", "odt", "epub"):
        assert len(write(form, commented)) > len(write(form, replace(commented, threads=())))
