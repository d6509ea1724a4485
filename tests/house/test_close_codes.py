"""`Close` is where close codes are written; the pages' list and the reference follow it."""

import re
from pathlib import Path

from crdt.seat import Close
from server.gate.instead import CLOSES

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "web" / "src"
LIST = PAGES / "transport" / "close-codes.ts"
FINAL = {close for close in Close if 4400 <= close.code < 4500}


def block(name: str) -> str:
    """What an object of the pages' list holds."""
    found = re.search(rf"export const {name}\b[^{{]*{{(.*?)}}", LIST.read_text("utf-8"), re.DOTALL)
    assert found, name
    return found[1]


def test_the_pages_know_the_codes_after_which_none_comes_back() -> None:
    listed = dict(re.findall(r'^  "?([\w-]+)"?: (\d+),$', block("CLOSE"), re.MULTILINE))
    assert listed == {close.value: str(close.code) for close in FINAL}


def test_the_pages_close_over_http_for_what_closes_a_websocket() -> None:
    listed = re.findall(r'^  (\w+): CLOSE(?:\.(\w+)|\["([\w-]+)"\]),$', block("CLOSE_OF_ERROR"), re.MULTILINE)
    named = {error: Close(short or quoted) for error, short, quoted in listed}
    assert named == CLOSES | {"no_link": Close.NO_SUCH_LINK}


def test_no_other_script_writes_a_code_by_itself() -> None:
    codes = re.compile(rf"\b(?:{'|'.join(str(close.code) for close in Close)})\b")
    others = [path for path in PAGES.rglob("*.ts") if path != LIST and codes.search(path.read_text("utf-8"))]
    assert others == []


def test_the_reference_lists_each_code_with_its_name_and_whether_to_come_back() -> None:
    wire = (ROOT / "docs" / "reference" / "wire.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d{4}) \| `([\w-]+)` \|[^|]*\| (yes|no)\b", wire, re.MULTILINE)
    told = {(str(close.code), close.value, "no" if close in FINAL else "yes") for close in Close}
    assert set(rows) == told
    assert len(rows) == len(told)
