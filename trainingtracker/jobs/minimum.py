"""HR is told when it has to be decided whether an offering below its minimum takes place."""

from trainingtracker.enrolment.changes import minimum
from trainingtracker.extensions import begin, db


def warn_of_decisions() -> int:
    """One message an offering, on the day of decision; returns for how many offerings."""
    begin("read")
    due = minimum.to_warn_of()
    db.session.rollback()
    for offering_id in due:
        begin("write")
        minimum.warn(offering_id)
        db.session.commit()
    return len(due)
