"""A connection to SQLite with what a transaction may ask beside statements."""

from collections.abc import Iterator

import apsw

from server.storage import Size, TableInfo


class Connection(apsw.Connection):
    """A Db of SQLite."""

    def size(self) -> Size:
        """From the pages: free ones are used before the file grows."""
        pages, free, of_one = (
            int(self.pragma(name)) for name in ("page_count", "freelist_count", "page_size")
        )
        return Size(file=pages * of_one, used=(pages - free) * of_one)

    def tables(self) -> Iterator[TableInfo]:
        """From SQLite's schema."""
        names = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        for (name,) in list(self.execute(f"{names} AND name NOT LIKE 'sqlite_%' ORDER BY name")):
            told = list(self.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,)))
            referred = self.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (name,))
            yield TableInfo(
                name=name,
                columns=tuple(column for column, _ in told),
                key=tuple(column for column, place in told if place),
                references=dict(referred),
            )
