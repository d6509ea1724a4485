"""Search: folded words, their index, and the results that a device may see."""
