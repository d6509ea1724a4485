"""Rules of links, without HTTP: who may make, change, renew and close them, and what that writes."""
