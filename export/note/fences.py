"""Names of fences that are more than code."""

from typing import Final

# In French and in English; either in a note of any language.
CHARTS: Final = frozenset({"graphique", "chart"})
