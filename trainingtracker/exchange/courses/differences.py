"""What a course list changes about a course, in the words of the list."""

from collections.abc import Iterable

from trainingtracker.catalogue.course_facts import Audience, Outcome
from trainingtracker.exchange.courses.fields import VOCABULARY
from trainingtracker.exchange.courses.plans import Planned, stored_plan
from trainingtracker.exchange.finding.terms import CompetenceAt, CourseTerms
from trainingtracker.exchange.preview import FieldChange, differences
from trainingtracker.labels import labelled
from trainingtracker.text import Message, mark

_PLAIN = (
    "code", "title_de", "title_en", "teaching_units", "provider", "needs_approval",
    "attendance_threshold", "description_de", "description_en",
)  # fmt: skip


def differences_of(
    plan: Planned, codes: dict[int, str], terms: CourseTerms
) -> tuple[FieldChange, ...]:
    """The fields that change; for a new course everything it says."""
    before = shown(stored_plan(plan.stored, codes), terms) if plan.stored else {}
    return differences(
        (VOCABULARY.fields[name].label, before.get(name), value)
        for name, value in shown(plan, terms).items()
        if name in VOCABULARY.fields
    )


def shown(plan: Planned, terms: CourseTerms) -> dict[str, object]:
    """A course by column, in the words of the list."""
    facts = plan.facts
    plain: dict[str, object] = {name: getattr(facts, name) or None for name in _PLAIN}
    return plain | {
        "audience": facts.audience
        or (Message(mark("Managers")) if Audience(managers=True) in facts.audiences else None),
        "topic": terms.topics.get(facts.topic_id),
        "format": labelled(facts.format),
        "language": terms.languages.get(facts.language_id or 0),
        "cost_per_place": facts.cost_per_place / 100 if facts.cost_per_place else None,
        "gives": _listed(_code(outcome, terms) for outcome in facts.outcomes),
        "valid_months": _listed(
            str(months) for months in {outcome.valid_months for outcome in facts.outcomes} if months
        ),
        "prerequisites": _listed(
            item if isinstance(item, str) else terms.code(item) for item in plan.prerequisites
        ),
        "status": labelled(plan.status),
    }


def _code(outcome: Outcome, terms: CourseTerms) -> str:
    return terms.code(CompetenceAt(outcome.competence_id, outcome.level_id))


def _listed(items: Iterable[str]) -> str | None:
    return ", ".join(sorted(items)) or None
