"""What can be stated about a course, as forms and imports hand it in."""

from dataclasses import dataclass

from trainingtracker.vocabulary import CourseFormat, EvidenceGroup


@dataclass(frozen=True)
class Outcome:
    """Completing the course gives this level of the competence, for months or (None) for good."""

    competence_id: int
    level_id: int
    valid_months: int | None = None


@dataclass(frozen=True)
class Prerequisite:
    """Either a course to have completed, or a competence to hold at a level or above.

    `evidence` is the weakest that counts, `max_age_months` how old it may be at the start.
    """

    required_course_id: int | None = None
    competence_id: int | None = None
    level_id: int | None = None
    evidence: EvidenceGroup = EvidenceGroup.SELF_DECLARED
    max_age_months: int | None = None


@dataclass(frozen=True)
class Audience:
    """People of a unit with everything below it or of a status group, or managers only of them."""

    unit_id: int | None = None
    status_group_id: int | None = None
    managers: bool = False


@dataclass(frozen=True)
class CourseFacts:
    """Everything that can be stated about a course.

    `cost_per_place` is in euro cents, `attendance_threshold` in percent; a teaching unit has 45
    minutes.
    """

    code: str
    topic_id: int
    title_de: str
    format: CourseFormat
    teaching_units: int
    title_en: str = ""
    description_de: str = ""
    description_en: str = ""
    language_id: int | None = None
    provider: str = ""
    cost_per_place: int = 0
    needs_approval: bool = True
    needs_hr_approval: bool = False
    asks_interest: bool = False
    attendance_threshold: int = 80
    audience: str = ""
    placement_competence_id: int | None = None
    audiences: tuple[Audience, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
