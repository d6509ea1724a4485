"""A note with a table that is too wide for an upright page."""

ROWS, COLUMNS = 8, 13
TURNED = (
    "# Gares\n\n"
    + "Avant. " * 120
    + "\n\n## Tableau\n\n| Commune | "
    + " | ".join(f"Établissements {column}" for column in range(1, COLUMNS))
    + " |\n|"
    + "---|" * COLUMNS
    + "\n"
    + "".join(
        f"| [Lens{row}](https://example.org/{row})" + " | intercommunalité" * (COLUMNS - 1) + " |\n"
        for row in range(ROWS)
    )
    + "\n## Suite\n\n"
    + "Après. " * 200
    + "\n"
)
