"""Placement of wide tables, so that nothing of them is cut."""
