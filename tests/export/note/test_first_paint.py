"""The first lines of a note, as the page shows them before the editor is there."""

import re

from hypothesis import given
from hypothesis import strategies as st

from export.note.first_paint import first_lines

WORDS = st.sampled_from(
    [
        *"#>-*_`~[]()!|:\\<&;\n\t ",
        "a",
        "**",
        "```",
        "1.",
        "[x]",
        ":::",
        "\n::: retenir",
        "[^1]",
        "\n| a | b |\n|---|--:|\n",
        "![i](image/abcdefgh)",
        "\\newpage",
        "\r",
    ]
)
# Each element and attribute that may ever come; nothing of a note is in an attribute.
ALLOWED = re.compile(
    r'</?(?:div|span|strong|em|s|code|table|thead|tbody|tr)>|<br>|</t[hd]>|<img class="lp-held" alt="">'
    r'|<(?:div|span|t[hd]) class="[a-z0-9 -]+"(?: role="heading" aria-level="[1-6]")?>'
    r'|<style nonce="n0n">\.t\d+{--columns:(?: ?minmax\(calc\(\d+em \+ 20px\), \d+fr\))+}</style>'
    r'|<div class="[a-z0-9 -]+" data-label="(?:Saut|À retenir)">'
)


def shown(text: str) -> str:
    return first_lines(text, page_break="Saut", boxes={"retenir": "À retenir"}, nonce="n0n")


@given(st.lists(WORDS, max_size=40).map("".join))
def test_whatever_is_written_no_other_element_comes_of_it(text: str) -> None:
    assert not re.search("[<>]", ALLOWED.sub("", shown(text)))


def test_marks_are_hidden_and_what_they_mean_is_shown() -> None:
    assert shown("# Un *titre*") == (
        '<div class="lp-h lp-h1" role="heading" aria-level="1">'
        '<img class="lp-held" alt="">Un <em>titre</em></div>'
    )
    assert shown("a **b\nc** `d*` ~~e~~ [f](http://g)") == (
        "<div>a <strong>b</strong></div>"
        '<div><strong>c</strong> <code>d*</code> <s>e</s> <span class="lp-link">f</span></div>'
    )
    assert shown("> dit\n\n---") == (
        '<div class="lp-quote">dit</div><div class="lp-gap"><br></div><div class="lp-rule"><br></div>'
    )


def test_one_blank_line_parts_two_blocks_and_each_more_is_a_paragraph() -> None:
    said = re.sub(
        r'<div(?: class="([a-z0-9 -]+)")?[^>]*>(.*?)</div>', r"\1:\2/", shown("a\n\n\nb\n> c\n>\n> d")
    )
    assert said == ":a/lp-gap:<br>/lp-empty:<br>/:b/lp-quote:c/lp-quote lp-gap:<br>/lp-quote:d/"
    boxed = shown("::: retenir\n\na\n\n:::\n")
    assert boxed.count("lp-gap") == 0
    assert boxed.count("lp-empty") == 1


def test_lists_have_their_signs_and_their_depth() -> None:
    assert shown("- a\n  1. b\n- [x] c") == (
        '<div class="lp-item lp-item0"><span class="lp-bullet">–</span> a</div>'
        '<div class="lp-item lp-item1">  <span class="lp-number">1.</span> b</div>'
        '<div class="lp-item lp-item0"><span class="lp-task done"></span> c</div>'
    )


def test_numbers_are_counted_as_on_paper() -> None:
    numbers = re.findall(
        r'lp-number">([^<]+)<', shown("3. a\n3. b\n   1) c\n   1) d\n9. e\n\n> 0. f\n> 0. g")
    )
    assert numbers == ["3.", "4.", "a)", "b)", "5.", "0.", "1."]


def test_each_level_of_a_list_has_its_sign() -> None:
    signs = re.findall(
        r'lp-(?:number|bullet)">([^<]+)<', shown("- a\n  - b\n    - c\n      1. d\n         1. e")
    )
    assert signs == ["–", "•", "◦", "1.", "a)"]


def test_what_the_editor_shows_as_it_is_typed_is_shown_so() -> None:
    assert (
        shown(r"<b> \* &amp; ![x](http://y)")
        == r'<div>&lt;b&gt; * &amp;amp; <span class="lp-inline">x</span></div>'
    )
    assert shown("```\n::: x\n```") == (
        '<div class="lp-code">```</div><div class="lp-code">::: x</div><div class="lp-code">```</div>'
    )


def test_a_table_ends_at_the_fence_of_its_box() -> None:
    assert shown("| a |\n|--:|\n| **b** |\n:::") == (
        '<div class="lp-roll">'
        '<style nonce="n0n">.t0{--columns:minmax(calc(3em + 20px), 100fr)}</style><div class="lp-grid t0">'
        '<div class="lp-row lp-head"><span class="lp-cell right">a</span></div>'
        '<div class="lp-row"><span class="lp-cell right"><strong>b</strong></span></div>'
        '</div></div><div class="lp-fence">:::</div>'
    )


def test_a_table_in_a_quotation_has_as_many_columns_as_it_shows() -> None:
    assert shown("> | a | b |\n> |---|---|\n> | c | d |").count("minmax(") == 2


def test_a_row_that_is_wider_than_its_head_and_a_broken_line_stand_as_in_the_editor() -> None:
    html = shown("| a |\n|---|\n| **b<br>c** | d |\n")
    head = '<span class="lp-cell left">a</span><span class="lp-cell left"></span>'
    broken = '<span class="lp-cell left"><strong>b</strong><br><strong>c</strong></span>'
    assert html.count("minmax(") == 2
    assert head in html
    assert f'{broken}<span class="lp-cell left">d</span>' in html


def test_a_table_under_other_line_ends_has_its_columns() -> None:
    assert shown("\r\r#\n| a | b |\r\n|---|--:|\r").count("minmax(") == 2


def test_a_box_has_its_title_and_its_end_and_a_footnote_its_name() -> None:
    assert shown("::: retenir\nUn[^1].\n:::\n::: retenir À <dire>\n:::") == (
        '<div class="lp-fence lp-box lp-retenir lp-top" data-label="À retenir"><br></div>'
        '<div class="lp-box lp-retenir">Un<span class="lp-call">1</span>.</div>'
        '<div class="lp-fence lp-box lp-retenir lp-end"><br></div>'
        '<div class="lp-fence lp-box lp-retenir lp-top">À &lt;dire&gt;</div>'
        '<div class="lp-fence lp-box lp-retenir lp-end"><br></div>'
    )
    unclosed = '<div class="lp-fence">::: retenir</div><div>Un.</div><div class="lp-fence">::: autre</div>'
    assert shown("::: retenir\nUn.\n::: autre") == unclosed


def test_a_picture_of_the_note_has_its_room_and_its_caption() -> None:
    assert shown("![Une gare](image/abcdefgh12)") == (
        '<div class="lp-picture"></div><div class="lp-caption">Une gare</div>'
    )


def test_a_long_note_gives_its_first_lines_only() -> None:
    text = "\n".join(f"ligne {number}" for number in range(10_000))
    html = shown(text)
    assert html.startswith("<div>ligne 0</div><div>ligne 1</div>")
    assert len(html) < 20_000
    assert len(shown("x" * 100_000)) < 7_000
