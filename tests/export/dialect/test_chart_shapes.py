"""Charts as shapes: columns over time, bars elsewhere, values below zero, plans hatched."""

import pytest

from export.dialect.chart_shapes import Bar, Drawing, drawn
from export.dialect.chart_times import times
from export.dialect.charts import read_chart

WIDTH = 386


def chart(*rows: str) -> Drawing:
    read = read_chart("", "\n".join(rows), "fr")
    assert read is not None
    return drawn(read.bars, WIDTH)


def rects(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    return [
        tuple(float(one.attributes[name]) for name in ("x", "y", "width", "height"))  # type: ignore[misc]
        for one in drawing.shapes
        if one.tag == "rect"
    ]


def axis(drawing: Drawing) -> list[float]:
    (line,) = [one for one in drawing.shapes if one.tag == "line"]
    return [float(line.attributes[name]) for name in ("x1", "y1", "x2", "y2")]


@pytest.mark.parametrize(
    ("labels", "months"),
    [
        (["2019", "2020", "2025 (objectif)"], [2019 * 12, 2020 * 12, 2025 * 12]),
        (["janv.", "février", "mars"], [0, 1, 2]),
        (["T4 2024", "T1 2025"], [2024 * 12 + 9, 2025 * 12]),
        (["dec 2024", "jan 2025"], [2024 * 12 + 11, 2025 * 12]),
        (["2024-02", "2024-03"], [2024 * 12 + 1, 2024 * 12 + 2]),
        (["2020", "2019"], None),
        (["2020", "2020"], None),
        (["2020", "mars"], None),
        (["2020", "Total"], None),
        (["marsouins", "avril"], None),
    ],
)
def test_labels_are_times_where_all_are_of_one_form_and_in_order(
    labels: list[str], months: list[int] | None
) -> None:
    assert times(labels) == months


def test_years_stand_as_columns_from_left_to_right_with_a_gap_for_one_that_is_missing() -> None:
    drawing = chart("2019;1", "2020;2", "2022;4")
    first, second, third = rects(drawing)
    assert first[0] < second[0] < third[0]
    assert third[0] - second[0] == pytest.approx(2 * (second[0] - first[0]), abs=0.2)
    assert [one[3] for one in (first, second, third)] == [25, 50, 100]
    left, zero, right, _ = axis(drawing)
    assert (left, right) == (0, WIDTH)
    assert {round(one[1] + one[3], 1) for one in (first, second, third)} == {zero}


def test_a_column_below_zero_hangs_under_the_line() -> None:
    drawing = chart("2019;2", "2020;−4", "2021;-2", "2022;n. d.")
    above, deep, low = rects(drawing)
    zero = axis(drawing)[1]
    assert above[1] + above[3] == pytest.approx(zero, abs=0.1)
    assert (deep[1], low[1]) == (zero, zero)
    assert deep[3] == pytest.approx(2 * low[3], abs=0.2)
    assert "n. d." in [one.words for one in drawing.shapes]


def test_two_years_and_words_stay_bars_from_a_zero_line() -> None:
    for rows in (("2019;1", "2020;3"), ("Avant;1", "Après;3", "Plus tard;2")):
        drawing = chart(*rows)
        lines = {one.attributes["x1"] for one in drawing.shapes if one.tag == "line"}
        assert len(lines) == 1
        assert {f"{left:g}" for left, *_ in rects(drawing)} == lines


def test_a_bar_below_zero_reaches_to_the_left_of_the_line() -> None:
    (left, _, width, _), (start, *_) = rects(chart("Maladie;-8,8", "Famille;1,1"))
    assert left + width == pytest.approx(start, abs=0.1)
    assert width > 300 * 0.5


def test_plans_are_hatched_and_facts_are_not() -> None:
    drawing = chart("2024;1", "2025;2", "2026 (objectif);3")
    assert [one.attributes.get("class") for one in drawing.shapes if one.tag in {"rect", "path"}] == [
        None,
        None,
        "planned",
        "hatch",
    ]


def test_words_that_have_no_room_under_columns_make_bars_of_them() -> None:
    rows: list[Bar] = [(f"{year} (prévision révisée)", 1.0, "1") for year in range(2010, 2024)]
    assert len({left for left, *_ in rects(drawn(rows, 250))}) == 1


def test_nothing_but_zero_is_drawn_as_its_line() -> None:
    assert rects(chart("2019;0", "2020;0", "2021;0")) == []
