"""Address of a note that was found, for this device: its own, or in the pochette that shows it."""

from server.search.look import Seen
from server.storage.search_results import Hit
from server.targets import FolderTarget, NoteTarget
from server.text.paths import LinkPage, target_path


def found_at(seen: Seen, hit: Hit) -> str:
    """An own address, which gives nothing by itself."""
    shown = next(iter(seen.readable.pochettes.get(hit.note, ())), None)
    if shown is None:
        return target_path(NoteTarget(hit.note))
    return target_path(FolderTarget(shown.folder), LinkPage.ITEM, item=shown.item)
