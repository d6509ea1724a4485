"""One comparison of two texts: passages by their folded words, one list of edits, the words within each."""
