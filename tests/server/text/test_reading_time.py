"""Reading time: minutes, then hours."""

import json
from pathlib import Path

import pytest

from server.text.reading_time import reading_time
from server.text.words import Lang, read_words

_WEB = Path(__file__).parents[3] / "web"
# Asked of the scripts too.
_CASES = json.loads((_WEB / "src" / "text" / "reading-time.cases.json").read_text("utf-8"))


@pytest.mark.parametrize(("minutes", "said"), _CASES.items())
def test_a_reading_time_is_said_as_people_say_it(minutes: str, said: str) -> None:
    t = read_words(_WEB / "words")[Lang("fr")]
    assert reading_time(t, int(minutes)) == said
