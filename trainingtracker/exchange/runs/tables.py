"""What readers call the tables that lists write, and those that refer to them."""

from trainingtracker.text import mark

_LABELS = {
    "person": mark("People"),
    "assignment": mark("Assignments to units"),
    "status_group_membership": mark("Status groups"),
    "working_time": mark("Working times"),
    "leave": mark("Leaves"),
    "account": mark("Accounts"),
    "role_grant": mark("Roles"),
    "unit": mark("Units"),
    "unit_version": mark("States of units"),
    "leadership": mark("Leaderships"),
    "course": mark("Courses"),
    "offering": mark("Offerings"),
    "meeting": mark("Meetings"),
    "enrolment": mark("Enrolments"),
    "enrolment_event": mark("Steps of enrolments"),
    "attendance": mark("Attendance entries"),
    "approval": mark("Approvals"),
    "holding": mark("Competences held"),
    "imported_participation": mark("Past participations"),
    "opening_balance": mark("Opening balances"),
    "outgoing_mail": mark("Messages"),
    "access_entry": mark("Entries of the access log"),
    "audit_entry": mark("Entries of the change log"),
}
_OTHER = mark("Other entries")


def label(table: str) -> str:
    """A message id."""
    return _LABELS.get(table, _OTHER)
