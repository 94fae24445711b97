"""Tables whose rows are only ever added: the database itself refuses UPDATE and early DELETE.

SQLite loses triggers when a table is recreated, so migrations call `create` again after that.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True)
class AppendOnly:
    """A table, the column that says when a row was added, and how long rows must stay.

    The period in days is a row of the table `setting`; `default_days` counts where there is none.
    """

    table: str
    recorded: str
    setting: str
    default_days: int


APPEND_ONLY = (
    AppendOnly("audit_entry", "at", "retention_audit_days", 730),
    AppendOnly("access_entry", "at", "retention_access_days", 730),
    AppendOnly("enrolment_event", "recorded_at", "retention_event_days", 365),
    AppendOnly("approval", "decided_at", "retention_event_days", 365),
)

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  days integer;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only';
  END IF;
  SELECT (value #>> '{}')::integer INTO days FROM setting WHERE name = TG_ARGV[1];
  IF (to_jsonb(OLD) ->> TG_ARGV[0])::timestamptz
      > now() - make_interval(days => coalesce(days, TG_ARGV[2]::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' must be kept';
  END IF;
  RETURN OLD;
END $$
"""

_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change('{recorded}', '{setting}', '{days}')
"""

_SQLITE_UPDATE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_SQLITE_DELETE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
WHEN OLD.{recorded} > datetime('now', '-' || coalesce(
  (SELECT value FROM setting WHERE name = '{setting}'), {days}) || ' days')
BEGIN SELECT RAISE(ABORT, '{table} must be kept'); END
"""


def create(connection: Connection) -> None:
    """Create every trigger anew."""
    drop(connection)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_POSTGRESQL_FUNCTION)
    for rule in APPEND_ONLY:
        for statement in _statements(rule, connection.dialect.name):
            connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Remove every trigger; nothing happens where there is none."""
    if connection.dialect.name == "postgresql":
        for rule in APPEND_ONLY:
            connection.execute(
                text(f"DROP TRIGGER IF EXISTS {rule.table}_append_only ON {rule.table}")
            )
        connection.execute(text("DROP FUNCTION IF EXISTS refuse_change()"))
        return
    for rule in APPEND_ONLY:
        for when in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {rule.table}_no_{when}"))


def _statements(rule: AppendOnly, dialect: str) -> list[str]:
    values = {
        "table": rule.table,
        "recorded": rule.recorded,
        "setting": rule.setting,
        "days": rule.default_days,
    }
    templates = [_POSTGRESQL] if dialect == "postgresql" else [_SQLITE_UPDATE, _SQLITE_DELETE]
    return [template.format(**values) for template in templates]
