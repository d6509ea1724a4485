"""What changes the insides of WeasyPrint, pydyf and CPython, each with the version it was read against."""
