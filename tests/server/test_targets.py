"""A target, and the three nullable columns by which rows name one."""

import pytest

from server.ids import BinderId, FolderId, NoteId
from server.targets import BinderTarget, Columns, FolderTarget, NoteTarget, Target, columns_of, target_of

NOTE, FOLDER, BINDER = NoteId("one"), FolderId("one"), BinderId("one")


@pytest.mark.parametrize("target", [NoteTarget(NOTE), FolderTarget(FOLDER), BinderTarget(BINDER)])
def test_columns_name_the_target_that_they_were_made_from(target: Target) -> None:
    assert target_of(*columns_of(target)) == target


def test_a_note_a_pochette_and_a_classeur_of_one_id_are_three_targets() -> None:
    found: list[Target] = [NoteTarget(NOTE), FolderTarget(FOLDER), BinderTarget(BINDER)]
    assert len(set(found)) == 3
    assert [str(one) for one in found] == ["note one", "pochette one", "classeur one"]


@pytest.mark.parametrize("columns", [(None, None, None), (NOTE, FOLDER, None), (NOTE, None, BINDER)])
def test_a_row_has_exactly_one_target(columns: Columns) -> None:
    with pytest.raises(ValueError, match="expected a note, a pochette or a classeur"):
        target_of(*columns)
