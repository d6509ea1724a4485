"""Visitors: their devices, and the team whose members they may be."""
