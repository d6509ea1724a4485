"""A note that has everything the dialect knows."""

# One of everything that the dialect knows, each with a footnote where it is hardest.
EVERYTHING = """---
status: Relue
authors: [A. Un, B. Deux]
classification: Interne
version: v2
---
# Tout, l'« ensemble » : 1er essai 🚆

## Titre[^t] et suite

::: retenir
- Point[^c] `code` ~~barré~~ **gras *et italique*** ⚠️
:::

| a | b[^h] | c | d | e | f | g | h | i | j | k | l |
|:--|:-:|--:|---|---|---|---|---|---|---|---|---|
| un[^d] | 2 | 1 200 € | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 |

Table: Légende[^l].

- [x] fait[^f]
- [ ] à faire 👨‍👩‍👧 🇫🇷 1️⃣ ✅

Terme[^m]
: Définition[^n], puis [un lien](https://example.org) et [un titre](#titre-et-suite).

> Citation[^q]
>
> — Quelqu'un

```graphique Barres
un;1
deux (objectif);2
```

    code é

- Un

  Suite
  - > Citation
- ```
  code
  ```

1. Premier

   - [x] fait

     suite

[^t]: Note du titre.
[^c]: Note de la boîte, avec [^d] et ^[une autre].
[^h]: Note de l'en-tête.
[^d]: Note de la cellule.
[^l]: Note de la légende.
[^f]: Note de la tâche.
[^m]: Note du terme.
[^n]: Note de la définition.
[^q]: Note de la citation.
"""
