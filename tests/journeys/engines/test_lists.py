"""Numbers of a list stand on one line, and Tab and Escape do what they say: on each engine."""

import pytest

from tests.browsers.page import ENTER, ESCAPE, SHIFT, TAB
from tests.journeys.engines.conftest import OpenPage
from tests.journeys.engines.editor import IS_IN_TEXT, open_editor, put_caret, until_text
from tests.journeys.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]

NOTE = "\n".join(f"{number}. gare" for number in range(1, 13))
# Numbers with the same top as the words behind them.
WHOLE = """[...document.querySelectorAll('.cm-content .lp-number')].filter(one => {
  const words = document.createRange()
  words.selectNodeContents(one.closest('.cm-line').lastChild)
  const [box, said] = [one.getBoundingClientRect(), words.getBoundingClientRect()]
  const isBeside = Math.abs(box.bottom - said.bottom) < 6 && box.right <= said.left + 6
  return isBeside && one.getClientRects().length === 1
}).map(one => one.textContent).join(' ')"""


@pytest.mark.whole
async def test_numbers_stay_whole_and_tab_stays_until_escape(own_site: Site, new_page: OpenPage) -> None:
    link = (await own_site.new_note(NOTE))["edit"]
    claire = await new_page()
    await open_editor(claire, link, "Claire")
    await claire.until(f"""{WHOLE} === '{" ".join(f"{number}." for number in range(1, 13))}'""")

    await put_caret(claire, "12. gare")
    await claire.type(f"{ENTER}{TAB}quai")
    await until_text(claire, f"{NOTE}\n    1. quai")
    await claire.press(SHIFT, TAB)
    await until_text(claire, f"{NOTE}\n1. quai")
    await claire.until(f"{WHOLE}.endsWith('12. 13.')")
    await claire.press(TAB)
    await claire.press(TAB)
    assert await claire.evaluate(IS_IN_TEXT)
    await claire.press(ESCAPE)
    await claire.press(TAB)
    await claire.until(f"!({IS_IN_TEXT})")
