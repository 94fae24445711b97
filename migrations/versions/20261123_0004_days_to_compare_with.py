"""With which day saved reports compare, wherever their reference date moves to.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from trainingtracker.models import triggers

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    compared = sa.Enum('month_before', 'quarter_before', 'year_before', name='reportcomparison', native_enum=False, length=30)
    with op.batch_alter_table('saved_report', schema=None) as batch_op:
        batch_op.add_column(sa.Column('compared', compared, nullable=True))


def downgrade() -> None:
    """What the older program does not know goes, or becomes what comes nearest to it."""
    op.execute("DELETE FROM outgoing_mail WHERE status = 'withdrawn'")
    triggers.drop(op.get_bind())
    op.execute("UPDATE enrolment_event SET action = 'correct' WHERE action = 'take_back'")
    triggers.create(op.get_bind())
    with op.batch_alter_table('saved_report', schema=None) as batch_op:
        batch_op.drop_column('compared')
