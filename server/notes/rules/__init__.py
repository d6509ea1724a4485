"""Rules of notes, without HTTP: those that other nouns need already."""
