"""Mails of a note or a pochette: asked for on a page, put on disk, and carried by `sending`."""
