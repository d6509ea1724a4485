"""Function words of French and English, folded: nobody looks for them, and every note has them."""

from typing import Final

# No word that also is a thing or a place: `est`, `été`, `or`, `car`, `an`, `plus`, `pas`, `sans`.
_FRENCH: Final = """
    a afin ai ainsi as au aux avec ce ceci cela celle celles celui ces cet cette ceux chez ci comme dans
    de des donc dont du elle elles en entre et eux h il ils je la le les leur leurs lors lorsque lui ma
    mais me mes moi n ne ni nos notre nous on ont ou par pour puisque qu quand que quel quelle quelles
    quelque quelques quels qui quoi sa se selon ses si soi son sont sur t ta te tes toi tous tout toute
    toutes tu un une vos votre vous y
    """
_ENGLISH: Final = """
    and at by for from he her his in into is it its no of she that the their them then there these they
    this those to was we were which who whom with you your
    """

FUNCTION_WORDS: Final = frozenset(f"{_FRENCH} {_ENGLISH}".split())
