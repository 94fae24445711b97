"""Privacy as a rule: what is changed is audited, who is looked at is logged."""

from trainingtracker.privacy.access_log import log_access
from trainingtracker.privacy.bulk_write import bulk_delete, bulk_insert, bulk_update, current
from trainingtracker.privacy.journal import journal, unnoted

__all__ = [
    "bulk_delete",
    "bulk_insert",
    "bulk_update",
    "current",
    "journal",
    "log_access",
    "unnoted",
]
