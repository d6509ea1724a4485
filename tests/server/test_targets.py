"""A target, and the two nullable columns by which rows name one."""

import pytest

from server.ids import FolderId, NoteId
from server.targets import FolderTarget, NoteTarget, Target, columns_of, target_of

NOTE, FOLDER = NoteId("one"), FolderId("one")


@pytest.mark.parametrize("target", [NoteTarget(NOTE), FolderTarget(FOLDER)])
def test_columns_name_the_target_that_they_were_made_from(target: Target) -> None:
    assert target_of(*columns_of(target)) == target


def test_a_note_and_a_pochette_of_one_id_are_two_targets() -> None:
    assert len({NoteTarget(NOTE), FolderTarget(FOLDER)}) == 2
    assert [str(NoteTarget(NOTE)), str(FolderTarget(FOLDER))] == ["note one", "pochette one"]


@pytest.mark.parametrize("columns", [(None, None), (NOTE, FOLDER)])
def test_a_row_has_exactly_one_target(columns: tuple[NoteId | None, FolderId | None]) -> None:
    with pytest.raises(ValueError, match="expected a note or a pochette"):
        target_of(*columns)
