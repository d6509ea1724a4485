"""Hypothesis strategies for what a card may hold."""

from hypothesis import strategies as st

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzé_"), min_size=1, max_size=12)
