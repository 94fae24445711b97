"""A PostgreSQL database that one test after the other has to itself, put back as it was in between.

Making a database for every test and taking it away costs more than most tests. Here every commit,
lock and connection is as real as there; what came of it is undone afterwards. What that is the
server knows, whoever did it: a row carries the number of the transaction that wrote it. A database
whose tables themselves were changed is not put back but thrown away.
"""

from typing import Any

import psycopg

# What a table is made of is kept in these.
_SHAPE = ("pg_class", "pg_attribute", "pg_constraint", "pg_index", "pg_trigger", "pg_proc")
_TABLES = """
SELECT format('%I', relname) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
_POSITIONS = """
SELECT format('%I', sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"""
_ROWS = "SELECT '{0}', count(*), count(*) FILTER (WHERE age(xmin) < age(%(since)s::xid)) FROM {0}"
# Whoever is still in a transaction would stand in the way; connections that are idle may stay.
_END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""


class Lent:
    """The database at this address, which is now as every test shall find it."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        tables = [name for (name,) in self._all(_TABLES)]
        self._look = " UNION ALL ".join(_ROWS.format(each) for each in (*tables, *_SHAPE))
        self._rows = {table: self._copied(table) for table in tables}
        self._positions = dict(self._all(_POSITIONS))
        self._since = self._transaction()
        self._numbers = {of: number for of, number, _ in self._looked()}

    def put_back(self) -> bool:
        """Undo what tests have done; False where this database cannot be had again.

        Only a superuser may write past triggers and foreign keys.
        """
        try:
            self._connection.execute(_END_OTHERS)
            changed = [
                of for of, number, new in self._looked() if new or number != self._numbers[of]
            ]
            if set(changed) & set(_SHAPE):
                return False
            self._restore(changed)
        except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege):
            return False
        return True

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def _restore(self, changed: list[str]) -> None:
        with self._connection.transaction():
            if changed:
                self._connection.execute("SET LOCAL session_replication_role = replica")
            for table in changed:
                self._connection.execute(f"DELETE FROM {table}")
                if rows := self._rows[table]:
                    with self._connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                        copy.write(rows)
            for sequence, position in self._all(_POSITIONS):
                was = self._positions[sequence]
                if position != was:
                    self._all("SELECT setval(%s, %s, %s)", sequence, was or 1, was is not None)
            if changed:
                self._since = self._transaction()

    def _looked(self) -> list[tuple[Any, ...]]:
        """Each table with how many rows it has, and how many of them are new."""
        return self._connection.execute(self._look, {"since": self._since}).fetchall()

    def _copied(self, table: str) -> bytes:
        with self._connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
            return b"".join(copy)

    def _transaction(self) -> str:
        return str(self._all("SELECT pg_current_xact_id()::xid::text")[0][0])

    def _all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values or None).fetchall()
