"""The links of notes and pochettes: made, opened, locked, renewed, closed; and who manages."""
