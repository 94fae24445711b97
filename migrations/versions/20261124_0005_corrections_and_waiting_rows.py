"""Releases that correct one before, and indexes of the few rows that lists look for among many.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from trainingtracker.models import triggers

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("release") as release:
        release.add_column(sa.Column("number", sa.Integer(), server_default="1", nullable=False))
        release.add_column(
            sa.Column("reason_de", sa.String(length=250), server_default="", nullable=False)
        )
        release.add_column(
            sa.Column("reason_en", sa.String(length=250), server_default="", nullable=False)
        )
        release.add_column(sa.Column("behind", sa.JSON(none_as_null=True), nullable=True))
        release.drop_constraint("uq_release_table_key_as_of", type_="unique")
        release.create_unique_constraint(
            "uq_release_table_key_as_of_number", ["table_key", "as_of", "number"]
        )
    op.create_index("ix_approval_decided_by_id", "approval", ["decided_by_id", "decided_at"])
    _where_there_is_one("approval", "in_place_of_id", "decided_at")
    _where_there_is_one("enrolment", "substitute_for_id")
    _where_there_is_one("enrolment", "transferred_from_id")
    _where_there_is_one("holding", "until")
    _where_there_is_one("person", "exit", "sort_key", "id", name="ix_person_leaving")
    _triggers_again()


def downgrade() -> None:
    for name, table in (
        ("ix_person_leaving", "person"),
        ("ix_holding_until", "holding"),
        ("ix_enrolment_transferred_from_id", "enrolment"),
        ("ix_enrolment_substitute_for_id", "enrolment"),
        ("ix_approval_in_place_of_id", "approval"),
        ("ix_approval_decided_by_id", "approval"),
    ):
        op.drop_index(name, table)
    # Of what was corrected only the last release stays: there is room for one of a day.
    op.execute(
        "DELETE FROM release WHERE EXISTS (SELECT 1 FROM release AS later"
        " WHERE later.table_key = release.table_key AND later.as_of = release.as_of"
        " AND later.number > release.number)"
    )
    with op.batch_alter_table("release") as release:
        release.drop_constraint("uq_release_table_key_as_of_number", type_="unique")
        release.create_unique_constraint("uq_release_table_key_as_of", ["table_key", "as_of"])
        for column in ("behind", "reason_en", "reason_de", "number"):
            release.drop_column(column)
    _triggers_again()


def _where_there_is_one(table: str, column: str, *others: str, name: str | None = None) -> None:
    """An index of the rows that have a value in the first column."""
    present = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        name or f"ix_{table}_{column}",
        table,
        [column, *others],
        sqlite_where=present,
        postgresql_where=present,
    )


def _triggers_again() -> None:
    """SQLite loses the triggers of a table when it is recreated."""
    if op.get_bind().dialect.name == "sqlite":
        triggers.create(op.get_bind())
