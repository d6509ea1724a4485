"""Those who come to one note have colours that are told apart."""

from itertools import combinations

from server.visitors.colours import HUES, colour_beside, distance


def test_the_first_of_a_note_are_far_apart_whoever_came_first() -> None:
    for first in range(1, len(HUES) + 1):
        taken = {first: 1}
        # The two greens are 56 degrees apart, red and orange 9.
        for least in (60, 60, 40):
            taken[colour_beside(taken)] = 1
            assert min(distance(one, other) for one, other in combinations(taken, 2)) >= least


def test_the_least_used_comes_first() -> None:
    assert colour_beside({1: 2, 2: 2, 3: 2, 4: 1, 5: 2, 6: 2, 7: 2, 8: 2}) == 4
