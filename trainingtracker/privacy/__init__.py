"""Privacy as a rule: what is changed is audited, who is looked at is logged."""

from trainingtracker.privacy.access_log import log_access
from trainingtracker.privacy.bulk_write import bulk_insert, bulk_update

__all__ = ["bulk_insert", "bulk_update", "log_access"]
