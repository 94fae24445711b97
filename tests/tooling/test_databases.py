"""The databases of the tests: whatever a test leaves behind, the next one does not find."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import Connection, MetaData, create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.support.databases import Databases


def everything(connection: Connection) -> object:
    """Every table with its columns and rows, and every trigger."""
    tables = MetaData()
    tables.reflect(connection)
    rows = {
        table.name: ([str(column) for column in table.c], connection.execute(table.select()).all())
        for table in tables.sorted_tables
    }
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname, tgenabled FROM pg_trigger ORDER BY tgname",
    }
    return rows, connection.execute(text(triggers[connection.dialect.name])).all()


def rows(connection: Connection) -> None:
    for statement in (
        "INSERT INTO unit (number) VALUES ('1'), ('2')",
        "DELETE FROM unit WHERE number = '2'",
        "UPDATE level SET code = 'Z' || code",
        "DELETE FROM status_group",
    ):
        connection.execute(text(statement))
    connection.commit()


def tables(connection: Connection) -> None:
    trigger, table = connection.execute(
        text(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            if connection.dialect.name == "sqlite"
            else "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal"
        )
    ).first() or ("", "")
    on_table = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    connection.execute(text(f"DROP TRIGGER {trigger}{on_table}"))
    connection.execute(text("CREATE TABLE novelty (id INTEGER PRIMARY KEY)"))
    connection.commit()


def numbers(connection: Connection) -> None:
    connection.execute(text("INSERT INTO unit (number) VALUES ('1'), ('2')"))
    connection.rollback()
    rows(connection)


def a_transaction(connection: Connection) -> None:
    connection.execute(text("UPDATE level SET code = 'Z' || code"))


@pytest.mark.parametrize("left", [rows, numbers, tables, a_transaction])
def test_whatever_a_test_leaves_behind_the_next_does_not_find(
    left: Callable[[Connection], None], database_engine: str, databases: Databases
) -> None:
    with databases.lend(database_engine) as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            before = everything(connection)
        connection = engine.connect()
        left(connection)
    with suppress(DBAPIError):
        connection.commit()
    with databases.lend(database_engine) as url:
        again = create_engine(url)
        with again.connect() as found:
            assert everything(found) == before
            first = "INSERT INTO unit (number) VALUES ('7') RETURNING id"
            assert found.scalar(text(first)) == 1
        again.dispose()
    connection.invalidate()
    engine.dispose()
