"""Whose letters are that were put back, and that nobody gets letters of another by what their page claims."""

from crdt.blocks import STRING, Block, Place, Update, write_blocks
from crdt.chronicle import Chronicle
from crdt.copies import repeated
from crdt.erasing import deletion, passage_of, without
from crdt.restoring import restoring
from crdt.varint import write_varint

INES, CLAIRE, MALLORY, SERVER = 1, 2, 3, 9
NAMES = {INES: "Inès", CLAIRE: "Claire", MALLORY: "Mallory", SERVER: "Claire"}


class Journal:
    """Updates in their order, each by the person of its client."""

    def __init__(self) -> None:
        self.chronicle = Chronicle()
        self.updates: list[tuple[bytes, int]] = []

    def take(self, update: bytes, by: int) -> None:
        self.updates.append((update, by))
        self.chronicle.add(update, NAMES[by], range(SERVER, 99))

    def writes(self, by: int, text: str, left: Place | None = None, right: Place | None = None) -> None:
        clock = self.chronicle.letters.clock(by)
        block = Block(STRING, clock, len(text), left, right, text)
        self.take(write_blocks(Update([(by, [block])], b"\x00")), by)

    def deletes(self, by: int, whose: int, start: int, end: int) -> None:
        self.take(b"".join(map(write_varint, (0, 1, whose, 1, start, end - start))), by)

    def restores(self, text: str) -> None:
        client = SERVER + len(self.updates)
        NAMES[client] = "Claire"
        self.take(restoring(self.chronicle, text, client=client), client)

    def said(self) -> list[tuple[str, str]]:
        """The text in pieces of one author."""
        pieces: list[tuple[str, str]] = []
        letters = self.chronicle.letters
        for run in letters:
            for start, end, typist, _ in letters.copies.pieces(run.client, run.clock, run.end):
                text = run.text[start - run.clock : end - run.clock]
                if run.is_deleted:
                    continue
                if pieces and pieces[-1][0] == NAMES[typist]:
                    text = pieces.pop()[1] + text
                pieces.append((NAMES[typist], text))
        return pieces


def of_ines(text: str = "Le prix est juste.") -> Journal:
    journal = Journal()
    journal.writes(INES, text)
    return journal


def test_who_deletes_and_undoes_leaves_the_words_their_author() -> None:
    journal = of_ines()
    journal.deletes(CLAIRE, INES, 3, 8)
    journal.writes(CLAIRE, "prix ", (INES, 2), (INES, 3))
    assert journal.said() == [("Inès", "Le prix est juste.")]


def test_an_undo_of_an_undo_by_another_leaves_the_words_their_author() -> None:
    journal = of_ines()
    journal.deletes(CLAIRE, INES, 3, 8)
    journal.writes(CLAIRE, "prix ", (INES, 2), (INES, 3))
    journal.deletes(MALLORY, CLAIRE, 0, 5)
    journal.writes(MALLORY, "prix ", (INES, 2), (CLAIRE, 0))
    assert journal.said() == [("Inès", "Le prix est juste.")]


def test_an_undo_that_comes_with_its_deletion_leaves_the_words_their_author() -> None:
    journal = of_ines()
    block = Block(STRING, 0, 5, (INES, 2), (INES, 3), "prix ")
    deleted = b"".join(map(write_varint, (1, INES, 1, 3, 5)))
    journal.take(write_blocks(Update([(CLAIRE, [block])], deleted)), CLAIRE)
    assert journal.said() == [("Inès", "Le prix est juste.")]


def test_what_is_typed_behind_words_that_were_put_back_is_its_typists() -> None:
    journal = of_ines("juste")
    journal.deletes(CLAIRE, INES, 0, 5)
    journal.writes(CLAIRE, "juste, oui", None, (INES, 0))
    assert journal.said() == [("Inès", "juste"), ("Claire", ", oui")]


def test_another_word_with_the_same_first_letters_is_its_typists() -> None:
    journal = of_ines("le prix")
    journal.deletes(CLAIRE, INES, 0, 2)
    journal.writes(CLAIRE, "la", None, (INES, 0))
    assert journal.said() == [("Claire", "la"), ("Inès", " prix")]


def test_nobody_puts_back_what_another_deleted() -> None:
    journal = of_ines()
    journal.deletes(CLAIRE, INES, 3, 8)
    journal.writes(MALLORY, "prix ", (INES, 2), (INES, 3))
    assert ("Mallory", "prix ") in journal.said()
    again = of_ines()
    again.deletes(CLAIRE, INES, 3, 8)
    # To delete once more what is deleted makes nobody its deleter.
    block = Block(STRING, 0, 5, (INES, 2), (INES, 3), "prix ")
    deleted = b"".join(map(write_varint, (1, INES, 1, 3, 5)))
    again.take(write_blocks(Update([(MALLORY, [block])], deleted)), MALLORY)
    assert ("Mallory", "prix ") in again.said()


def test_nobody_copies_what_stands_there() -> None:
    journal = of_ines()
    journal.writes(MALLORY, "Le prix est juste.", None, (INES, 0))
    assert ("Mallory", "Le prix est juste.") in journal.said()


def test_nobody_puts_other_words_in_the_place() -> None:
    for word in ("injuste.", "justes.", "jus", "Juste."):
        journal = of_ines()
        journal.deletes(MALLORY, INES, 12, 17)
        journal.writes(MALLORY, word, (INES, 11), (INES, 12))
        assert journal.said() == [("Inès", "Le prix est "), ("Mallory", word), ("Inès", ".")]


def test_nobody_puts_words_back_elsewhere() -> None:
    journal = of_ines()
    journal.deletes(MALLORY, INES, 12, 18)
    journal.writes(MALLORY, "juste.", None, (INES, 12))
    assert ("Mallory", "juste.") in journal.said()
    behind = of_ines()
    behind.deletes(MALLORY, INES, 0, 8)
    behind.writes(MALLORY, "Le prix ", (INES, 17), (INES, 0))
    assert ("Mallory", "Le prix ") in behind.said()


def test_nobody_puts_words_back_twice() -> None:
    journal = of_ines()
    journal.deletes(MALLORY, INES, 12, 18)
    journal.writes(MALLORY, "juste.", (INES, 11), (INES, 12))
    journal.writes(MALLORY, "juste.", (INES, 11), (INES, 12))
    assert [said for said in journal.said() if said[0] == "Mallory"] == [("Mallory", "juste.")]


def test_nobody_joins_words_that_were_typed_apart() -> None:
    journal = of_ines("fin")
    journal.writes(INES, "Le ", None, (INES, 0))
    journal.deletes(MALLORY, INES, 0, 6)
    journal.writes(MALLORY, "finLe ", (INES, 5), (INES, 0))
    assert journal.said() == [("Mallory", "finLe ")]


def test_half_of_what_was_deleted_at_once_is_no_undo() -> None:
    journal = of_ines()
    journal.deletes(MALLORY, INES, 3, 18)
    journal.writes(MALLORY, "prix", (INES, 2), (INES, 3))
    assert journal.said() == [("Inès", "Le "), ("Mallory", "prix")]


def test_a_restoration_brings_each_word_back_with_its_author() -> None:
    journal = of_ines()
    journal.writes(CLAIRE, " Et 😀 utile.", (INES, 17))
    journal.deletes(MALLORY, INES, 3, 18)
    journal.deletes(CLAIRE, CLAIRE, 0, 13)
    journal.writes(MALLORY, "non", (INES, 2), (INES, 3))
    journal.restores("Le prix est juste. Et 😀 utile.")
    assert journal.said() == [("Inès", "Le prix est juste."), ("Claire", " Et \ud83d\ude00 utile.")]


def test_a_restoration_of_a_restoration_too_and_what_is_new_in_it_is_who_asked() -> None:
    journal = of_ines()
    journal.deletes(MALLORY, INES, 0, 18)
    journal.restores("Le prix est juste.")
    journal.deletes(MALLORY, SERVER + 2, 0, 18)
    journal.restores("Le prix est juste. Fin.")
    assert journal.said() == [("Inès", "Le prix est juste."), ("Claire", " Fin.")]


def test_a_journal_that_is_shortened_still_says_whose_the_letters_are() -> None:
    journal = of_ines()
    journal.deletes(CLAIRE, INES, 3, 8)
    journal.writes(CLAIRE, "prix ", (INES, 2), (INES, 3))
    journal.writes(CLAIRE, " Oui", (INES, 17))
    journal.deletes(CLAIRE, INES, 9, 12)
    journal.writes(CLAIRE, "st ", (INES, 8), (INES, 9))
    copies = repeated(journal.chronicle.letters.copies)
    said = journal.said()
    gone = passage_of([((INES, 3, 8), (INES, 9, 12))])
    shortened = Journal()
    for update, _ in journal.updates:
        shortened.take(without(update, gone), MALLORY)
    assert shortened.said() != said
    for update in copies:
        shortened.take(update, SERVER)
    assert shortened.said() == said


def test_what_is_erased_stands_for_nothing_that_is_there() -> None:
    journal = of_ines()
    journal.deletes(CLAIRE, INES, 3, 8)
    journal.writes(CLAIRE, "prix ", (INES, 2), (INES, 3))
    gone = passage_of([((INES, 3, 8), (CLAIRE, 0, 5))])
    erased = Journal()
    for update, by in journal.updates:
        erased.take(without(update, gone), by)
    erased.take(deletion(gone), SERVER)
    assert list(erased.chronicle.letters.copies_there()) == []
    assert erased.said() == [("Inès", "Le est juste.")]
