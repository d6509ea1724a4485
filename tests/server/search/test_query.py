"""Query: what of a typed line is words, phrases and filters, and what is refused in words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.note.card import Status
from server.search.rules.dates import day_of
from server.search.rules.filters import Filters
from server.search.rules.query import BadQueryError, Query, parse
from server.search.rules.statuses import status_of
from server.search.rules.stems import grown, stem
from server.search.rules.words import words_of

PARIS = ZoneInfo("Europe/Paris")
# A Saturday.
TODAY = date(2026, 11, 28)
NOW_MS = round(datetime(2026, 11, 28, 12, tzinfo=PARIS).timestamp() * 1000)


def asked(q: str) -> Query:
    """Without what is derived from the rest, to compare it with what is written here."""
    return replace(parse(q, NOW_MS, PARIS), stems=(), rest="", loose=())


@pytest.mark.parametrize(
    ("q", "query"),
    [
        ("logement vide", Query(words=("logement",), prefix="vide")),
        ("logements vides ", Query(words=("logement", "vide"))),
        ("Logements", Query(prefix="logements")),
        ("prix du", Query(words=("prix",))),
        ("prix de l’", Query(words=("prix",))),
        ("prix de l’eau", Query(words=("prix",), prefix="eau")),
        ("l", Query(prefix="l")),
        ("la", Query(prefix="la")),
        ("peut-être", Query(words=("peut",), prefix="etre")),
        ("aujourd’h", Query(prefix="aujourdh")),
        ("log*", Query(prefix="log")),
        ("100", Query(prefix="100")),
        ("100 ", Query(prefix="100")),
        ("100 0", Query(prefix="1000")),
        ("100 00", Query(prefix="10000")),
        ("100\u202f000", Query(prefix="100000")),
        ("100 000 ", Query(prefix="100000")),
        ("13,", Query(prefix="13")),
        ("13,8", Query(prefix="13.8")),
        ("13,8 %", Query(words=("13.8",))),
        ("article 49 3 x", Query(words=("article", "49", "3"), prefix="x")),
        ("1er", Query(prefix="1e")),
        ("46M", Query(words=("46",), prefix="m")),
        ("2e vague", Query(words=("2e",), prefix="vague")),
        ("http://exemple.org 10:30", Query(words=("http", "exemple", "org", "10"), prefix="30")),
        ("note:titre", Query(words=("note",), prefix="titre")),
        ("x" * 70, Query(prefix="x" * 64)),
        ("vide vide vides ", Query(words=("vide",))),
    ],
)
def test_words_and_the_start_of_the_last_one(q: str, query: Query) -> None:
    assert asked(q) == query


@pytest.mark.parametrize(
    "q",
    ['"logement vide" prix ', "« logement vide » prix ", "“logement vide” prix ", "„logement vide“ prix "],
)
def test_quotation_marks_of_all_kinds_make_a_phrase(q: str) -> None:
    query = parse(q, NOW_MS, PARIS)
    assert query.exact == ("logement vide",)
    assert query.words == ("prix", "logement", "vide")
    assert query.loose == ("prix",)


@pytest.mark.parametrize(
    ("q", "query"),
    [
        ('"logement vi', Query(words=("logement",), prefix="vi")),
        ("« logement", Query(prefix="logement")),
        ('"" vide', Query(prefix="vide")),
        ('"«" vide', Query(prefix="vide")),
        ("gaz -schiste", Query(words=("gaz",), without=("schiste",))),
        ("gaz −schistes bio", Query(words=("gaz",), prefix="bio", without=("schiste",))),
        ("gaz -Saint-Brieuc ", Query(words=("gaz",), without=("saint", "brieuc"))),
        ('gaz -"de schiste"', Query(words=("gaz",), without=("schiste",))),
        ("gaz - schiste", Query(words=("gaz",), prefix="schiste")),
        ("rendez-vous", Query(words=("rendez",))),
        ("100 -000", Query(words=("100",), without=("000",))),
    ],
)
def test_open_quotations_and_words_to_leave_out(q: str, query: Query) -> None:
    assert asked(q) == query


def test_typed_filters_are_told_as_they_are_shown() -> None:
    query = parse('THÈME:"vie locale" statut:relue qui:Inès depuis:lundi vide', NOW_MS, PARIS)
    assert query.filters == Filters(
        theme="vie locale", status=Status.REVIEWED, who="Inès", since=date(2026, 11, 23)
    )
    assert query.typed == (
        ("theme", "vie locale"),
        ("status", "reviewed"),
        ("who", "Inès"),
        ("since", "2026-11-23"),
    )
    assert (query.rest, query.prefix, query.words) == ("vide", "vide", ())


def test_filters_have_english_names_and_the_last_of_two_counts() -> None:
    query = parse("since:yesterday status:ready status:draft theme: who:Karim gas ", NOW_MS, UTC)
    assert query.typed == (("since", "2026-11-27"), ("status", "draft"), ("who", "Karim"))
    assert query.words == ("gas",)


def test_filters_alone_are_enough() -> None:
    assert asked("thème:logement") == Query(filters=Filters(theme="logement"), typed=(("theme", "logement"),))


@pytest.mark.parametrize("q", ["statut:r gaz", "statut:foo", "statut:re gaz"])
def test_a_status_that_nobody_knows_is_refused(q: str) -> None:
    with pytest.raises(BadQueryError) as refused:
        parse(q, NOW_MS, PARIS)
    assert refused.value.code == "query_status"


@pytest.mark.parametrize(
    "q", ["depuis:demain", "depuis:31/02", "depuis:32 x", "since:0001-01-01", "depuis:mar x"]
)
def test_a_day_that_nobody_knows_is_refused(q: str) -> None:
    with pytest.raises(BadQueryError) as refused:
        parse(q, NOW_MS, PARIS)
    assert refused.value.code == "query_since"


@pytest.mark.parametrize(
    "end", ["statut:", "statut:re", "statut:bonn", "depuis:lu", "depuis:3/", "depuis:avant", "qui:"]
)
def test_a_filter_that_is_being_typed_is_none_yet(end: str) -> None:
    assert asked(f"gaz {end}") == Query(words=("gaz",))


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        *[
            (said, Status.TO_REVIEW)
            for said in ("à relire", "À-RELIRE", "a_relire", "relire", "to review", "review")
        ],
        *[(said, Status.READY) for said in ("bonne", "imprimer", "bonne à imprimer", "ready", "print")],
        *[(said, Status.DRAFT) for said in ("brouillon", "Draft")],
        *[(said, Status.REVIEWED) for said in ("relue", "reviewed")],
        *[(said, None) for said in ("to", "à", "relu", "")],
    ],
)
def test_a_status_is_known_by_its_name_or_a_word_of_it(typed: str, status: Status | None) -> None:
    assert status_of(typed) == status


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("aujourd’hui", "2026-11-28"),
        ("today", "2026-11-28"),
        ("hier", "2026-11-27"),
        ("avant-hier", "2026-11-26"),
        ("samedi", "2026-11-28"),
        ("Dimanche", "2026-11-22"),
        ("lun", "2026-11-23"),
        ("monday", "2026-11-23"),
        ("3/11", "2026-11-03"),
        ("3/12", "2025-12-03"),
        ("29/2", "2024-02-29"),
        ("3.11.2024", "2024-11-03"),
        ("03/11/24", "2024-11-03"),
        ("novembre", "2026-11-01"),
        ("décembre", "2025-12-01"),
        ("dec", "2025-12-01"),
        ("mars", "2026-03-01"),
        ("may", "2026-05-01"),
        ("novembre-2024", "2024-11-01"),
        ("3 novembre", "2026-11-03"),
        ("1er-mai", "2026-05-01"),
        ("2025", "2025-01-01"),
        ("2026-11-03", "2026-11-03"),
        ("2026-11", "2026-11-01"),
        *[
            (said, None)
            for said in ("mar", "jui", "31/2", "0/0", "demain", "", "-", "9999", "1er lundi", "20261103")
        ],
    ],
)
def test_days_as_people_type_them(typed: str, day: str | None) -> None:
    assert day_of(typed, TODAY) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("a\0b", "query_nul"),
        ("x" * 501, "query_long"),
        ("x" * 10_000, "query_long"),
        (" ".join(f"m{at}" for at in range(40)), "query_many"),
        *[
            (q, "query_nothing")
            for q in ("", "  ", "-", "- -", '""', "«»", ":", "* %", "-vide", "de la ", '"de la"')
        ],
    ],
)
def test_what_cannot_be_looked_for_is_refused(q: str, code: str) -> None:
    with pytest.raises(BadQueryError) as refused:
        parse(q, NOW_MS, PARIS)
    assert refused.value.code == code


SIGNS = 'aàéloqw0123 -−"«»“”:*.,\u202f\ud800\x07\nthèmestatutdepuisqui'


@given(st.text(st.one_of(st.sampled_from(SIGNS), st.characters(exclude_characters="\0")), max_size=80))
def test_any_line_is_a_query_or_a_refusal(q: str) -> None:
    try:
        query = parse(q, NOW_MS, PARIS)
    except BadQueryError:
        return
    for said in (
        query.filters.theme,
        query.filters.who,
        query.rest,
        query.prefix,
        *query.words,
        *query.without,
        *query.exact,
    ):
        said.encode()
    # Stored words are letters and digits, and numbers with a point.
    for word in (*query.words, *query.without, *query.stems, *filter(None, [query.prefix])):
        assert word.replace(".", "").isalnum()


def vocabulary() -> set[str]:
    lists = [
        Path(__file__).with_name(name).read_text("utf-8") for name in ("same_words.txt", "other_words.txt")
    ]
    return {
        word for text in lists for line in text.split("\n")[1:] for word in line.split() if word.isalpha()
    }


def test_a_word_is_found_from_its_first_letter_on() -> None:
    """Each of its beginnings asks for a range that its stem is in, or for the stem itself."""
    missed = []
    for word in vocabulary():
        for stored in words_of(word):
            for many in range(1, len(word) + 1):
                query = parse(word[:many], NOW_MS, PARIS)
                if not (stored.startswith(query.prefix) or stored in query.stems):
                    missed.append((word, word[:many]))
    assert missed == []


def test_what_a_word_may_become_is_named_only_where_its_stem_begins_otherwise() -> None:
    assert grown("nationau") == {"national"}
    assert grown("logement") == frozenset()
    assert stem("directrice") in grown("directric")
