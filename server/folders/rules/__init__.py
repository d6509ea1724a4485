"""Rules of pochettes, without HTTP: those that other nouns need already."""
