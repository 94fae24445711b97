"""How migrations run: in one transaction, with foreign keys checked at its end on SQLite."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from trainingtracker.models.columns import UtcDateTime

database = current_app.extensions["migrate"].db
options = current_app.extensions["migrate"].configure_args


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our own column type by its name."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "columns.UtcDateTime()"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_item=render_item,
        **{**options, "render_as_batch": connection.dialect.name == "sqlite"},
    )
    with context.begin_transaction():
        context.run_migrations()
        check_foreign_keys(connection)


def check_foreign_keys(connection: Connection) -> None:
    """Refuse a migration on SQLite that leaves a row pointing nowhere."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"rows would point nowhere after this migration: {broken[:5]}")


# Recreating a table drops it first, and with foreign keys on that would delete what refers to it.
# SQLite ignores the switch inside a transaction, hence on the driver's connection, before BEGIN.
with database.engine.execution_options(begin_mode="write").connect() as connection:
    on_sqlite = connection.dialect.name == "sqlite"
    driver = connection.connection.driver_connection
    if on_sqlite:
        driver.execute("PRAGMA foreign_keys=OFF")
    try:
        run(connection)
        connection.commit()
    finally:
        connection.rollback()
        if on_sqlite:
            driver.execute("PRAGMA foreign_keys=ON")
