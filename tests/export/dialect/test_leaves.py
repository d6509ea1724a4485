"""The passages of a text, by their words, in the order of the screen."""

from collections.abc import Callable

import pytest

from export.dialect.since import leaves
from export.note.brief import Brief

EVERYTHING = """# Titre

::: retenir Mon titre
- **Un chiffre** : 3,1 millions de `a  b` vides[^1]
- [x] fait

  deux
  - plus bas, le 1er
:::

::: vigilance
Sans titre
:::

| Ville | Coût |
|---|--:|
| Paris | 640 M€ |
| ![Plan](image/abcdefgh) | – |

Table: ma légende

Question
: Réponse « oui »

> cité
> — moi

```graphique Gares 12
Paris;12
SNCF
```

```
code();
```

## [Lien](https://exemple.fr) *fin*

---

[^1]: une note ^[dans la note]
[^2]: non appelée
"""


def test_each_leaf_block_is_a_passage(brief: Callable[..., Brief]) -> None:
    assert [leaf.key for leaf in leaves(brief(EVERYTHING))] == [
        "Titre",
        "Mon titre",
        "Un chiffre 3,1millions de a  b vides",
        *("☑ fait", "deux", "plus bas le 1er", "Sans titre"),
        "ma légende",
        "Ville\x1fCoût\x1eParis\x1f640M€\x1eimage/abcdefgh [Image\xa0: Plan]\x1f",
        *("Question", "Réponse oui", "cité moi"),
        *("Gares 12 Paris 12 SNCF", "code", "Lien fin"),
        *("une note", "dans la note"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("**Le** coût", "Le coût"),
        ("- [x] à faire", "* [X] à faire"),
        ("Mot[^1].\n\n[^1]: Note.", "Mot[^a].\n\n[^a]: Note."),
        ("Un [lien](https://exemple.fr)", "Un lien"),
        ("::: retenir\nMot\n:::", "::: vigilance\nMot\n:::"),
        ("# Mot", "Mot"),
        ('Un "mot" à 640 M€', "Un « mot » à 640\u202fM€"),
        ("a\nb", "a b"),
    ],
)
def test_marks_and_typography_are_no_words(one: str, other: str, brief: Callable[..., Brief]) -> None:
    assert leaves(brief(f"# T\n\n{one}")) == leaves(brief(f"# T\n\n{other}"))


def test_another_picture_with_the_same_words_is_another_passage(brief: Callable[..., Brief]) -> None:
    one, other = (leaves(brief(f"# T\n\n![Plan](image/{name})")) for name in ("abcdefgh", "hgfedcba"))

    assert one != other
