"""A PostgreSQL database that one test after the other has to itself, put back as it was in between.

Making a database for every test and taking it away costs more than most tests. Here every commit,
lock and connection is as real as there; what came of it is undone afterwards. What that is the
server knows, whoever did it: a row carries the number of the transaction that wrote it. A database
whose tables themselves were changed is not put back but thrown away.
"""

from typing import Any

import psycopg

_NEW = "age(xmin) < age(%(since)s::xid)"
_ROWS = f"SELECT '{{0}}', count(*), count(*) FILTER (WHERE {_NEW}) FROM {{0}}"
_TABLES = """
SELECT format('%I', relname) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
# What our tables are made of is kept in these; the server's own parts have lower numbers.
_SHAPE = {
    "pg_class": "oid",
    "pg_attribute": "attrelid",
    "pg_constraint": "oid",
    "pg_index": "indexrelid",
    "pg_trigger": "oid",
    "pg_proc": "oid",
}
_POSITIONS = """
SELECT format('%I', sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"""
# Whoever is still in a transaction would stand in the way; connections that are idle may stay.
_END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""

# Each table with how many rows it has, and how many of them are new.
Found = dict[str, tuple[int, int]]


class Lent:
    """The database at this address, which is now as every test shall find it."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        self._may_restore = self._past_triggers()
        tables = [name for (name,) in self._all(_TABLES)]
        self._look_at_rows = " UNION ALL ".join(map(_ROWS.format, tables))
        self._look_at_shape = " UNION ALL ".join(
            f"{_ROWS.format(of)} WHERE {number} >= 16384" for of, number in _SHAPE.items()
        )
        self._kept = {table: self._copied(table) for table in tables}
        self._positions = dict(self._all(_POSITIONS))
        self._since = self._transaction()
        self._shape, self._rows = self._found(self._look_at_shape), self._found(self._look_at_rows)

    def put_back(self) -> bool:
        """Undo what tests have done; False where this database cannot be had again."""
        try:
            self._connection.execute(_END_OTHERS)
            if not self._may_restore or self._found(self._look_at_shape) != self._shape:
                return False
            self._restore(self._found(self._look_at_rows))
        except psycopg.OperationalError:
            return False
        return True

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def _past_triggers(self) -> bool:
        """Write past triggers and foreign keys from now on; only a superuser may."""
        try:
            self._connection.execute("SET session_replication_role = replica")
        except psycopg.errors.InsufficientPrivilege:
            return False
        return True

    def _restore(self, found: Found) -> None:
        changed = {table: found[table] for table in found if found[table] != self._rows[table]}
        with self._connection.transaction():
            for table, (number, new) in changed.items():
                if number - new == self._rows[table][0]:
                    delete = f"DELETE FROM {table} WHERE {_NEW}"
                    self._connection.execute(delete, {"since": self._since})
                    continue
                self._connection.execute(f"DELETE FROM {table}")
                with self._connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(self._kept[table])
            for sequence, position in self._all(_POSITIONS):
                was = self._positions[sequence]
                if position != was:
                    self._all("SELECT setval(%s, %s, %s)", sequence, was or 1, was is not None)
            if changed:
                self._since = self._transaction()

    def _found(self, look: str) -> Found:
        rows = self._connection.execute(look, {"since": self._since})
        return {of: (number, new) for of, number, new in rows}

    def _copied(self, table: str) -> bytes:
        with self._connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
            return b"".join(copy)

    def _transaction(self) -> str:
        return str(self._all("SELECT pg_current_xact_id()::xid::text")[0][0])

    def _all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values or None).fetchall()
