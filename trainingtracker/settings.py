"""What an administration may set while the program runs: names, defaults, reading, writing."""

from typing import Any

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models.setting import Setting
from trainingtracker.text import Bilingual

DEFAULTS: dict[str, Any] = {
    # The smallest group whose numbers are shown; smaller ones are suppressed.
    "small_group": 5,
    # A holding that ends within this many days is shown as expiring.
    "expiring_days": 90,
    # True only on a database filled by the demo: pages say that everything is example data.
    "example_data": False,
    "administration_name_de": "Stadtverwaltung",
    "administration_name_en": "City administration",
    # Whose public holidays are no working days: the code of the federal state.
    "federal_state": "NI",
    # The school holidays that recurring meetings leave out; None: those of the shipped list.
    "school_holidays": None,
    # After so many working days whoever decides a request is reminded, and after so many the next
    # one above may decide as well.
    "reminder_days": 3,
    "escalation_days": 6,
    # From so many working days before the start nobody moves up by themselves any more.
    "moving_up_stops": 2,
    # Who is heard before the answers of a round are released, within so many working days, and
    # whether the release waits for the replies until then.
    "hearing_bodies": ["staff_council", "equality", "disability_representation"],
    "hearing_days": 5,
    "hearing_release_waits": True,
    # For so many days after the end participants are asked for feedback.
    "feedback_days": 21,
    # Feedback is published from so many answers on; fewer are deleted.
    "feedback_minimum": 5,
    # After so many months they are asked whether the course was of use.
    "feedback_use_months": 3,
    # For so many days the file of a list that was brought in is kept, and what is needed to take
    # the list back.
    "import_file_days": 30,
    # The largest certificate or attachment that is taken, in megabytes.
    "upload_megabytes": 10,
    # So many working days those come first for whom an offering was made.
    "early_enrolment_days": 5,
    # Retention periods in days, read by the triggers that guard these tables.
    "retention_audit_days": 730,
    "retention_access_days": 730,
    "retention_event_days": 365,
    # For so many days the file of a report is kept; its number says afterwards when it was deleted.
    "retention_report_days": 365,
    # So long it can be proved that somebody had consented, after they have revoked it.
    "retention_consent_days": 1095,
}


def get(name: str) -> Any:
    """The value in force; KeyError for a name that does not exist."""
    default = DEFAULTS[name]
    stored = db.session.scalars(select(Setting).where(Setting.name == name)).one_or_none()
    return default if stored is None else stored.value


def several(*names: str) -> dict[str, Any]:
    """The values in force of several settings, in one query."""
    rows = db.session.execute(select(Setting.name, Setting.value).where(Setting.name.in_(names)))
    stored = {row.name: row.value for row in rows}
    return {name: stored.get(name, DEFAULTS[name]) for name in names}


def administration() -> Bilingual:
    """The name of the administration, in one query."""
    stored = several("administration_name_de", "administration_name_en")
    return Bilingual(stored["administration_name_de"], stored["administration_name_en"])


def put(name: str, value: Any) -> None:
    """Store a value; KeyError for a name that does not exist."""
    if name not in DEFAULTS:
        raise KeyError(name)
    db.session.merge(Setting(name=name, value=value))
