"""The form of a course: from what HR types to the facts of a course, and back."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from trainingtracker.catalogue import course_list, languages, topics
from trainingtracker.catalogue.course_facts import Audience, CourseFacts, Outcome, Prerequisite
from trainingtracker.competence.level_choices import CompetenceChoice, level_choices
from trainingtracker.organisation.groups import Group
from trainingtracker.vocabulary import CourseFormat, CourseStatus, EvidenceGroup
from trainingtracker.web.conflicts import VersionedForm
from trainingtracker.web.fields.euro_field import EuroField
from trainingtracker.web.fields.whom_field import WhomField, offer_groups, whom_value
from trainingtracker.web.filters import label, local
from trainingtracker.web.forms import (
    PartForm,
    TextField,
    at_most,
    optional,
    required,
    stripped,
    whole_number,
)
from trainingtracker.web.rows import RowsField

_EMPTY = SelectChoice("", "")


class OutcomeForm(PartForm):
    """One row: what completing the course gives; an empty row says nothing."""

    level = SelectField(_l("Competence and level"), validate_choice=True)
    valid_months = IntegerField(_l("Valid for months"), [optional(), whole_number(1, 600)])


class PrerequisiteForm(PartForm):
    """One row: a course, or a competence at a level; an empty row says nothing."""

    needed = SelectField(_l("Course or competence"), validate_choice=True)
    evidence = SelectField(_l("Evidence of a competence"))
    max_age_months = IntegerField(
        _l("At most so many months old at the start"), [optional(), whole_number(1, 600)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evidence.choices = [
            SelectChoice(EvidenceGroup.SELF_DECLARED.value, _("any, self-declared as well")),
            SelectChoice(
                EvidenceGroup.CONFIRMED.value,
                _("confirmed: by a course, the manager, a test or a certificate"),
            ),
            SelectChoice(EvidenceGroup.PROVED.value, _("proved: by a test or a certificate")),
        ]
        if self.evidence.data is None:
            self.evidence.data = EvidenceGroup.SELF_DECLARED.value

    @property
    def demanding(self) -> bool:
        """Whether more is asked for than the course or level itself."""
        return bool(
            self.max_age_months.data
            or self.max_age_months.errors
            or self.evidence.data != EvidenceGroup.SELF_DECLARED.value
        )


class AudienceForm(PartForm):
    """One row: a group, or the managers of a group or of all; an empty row says nothing."""

    whom = WhomField(_l("Group"))
    managers = BooleanField(_l("Only managers and their deputies"))

    def facts(self) -> Audience:
        group = self.whom.group if self.whom.data else Group()
        return Audience(group.unit_id, group.status_group_id, self.managers.data)


class CourseForm(VersionedForm):
    code = TextField(_l("Code"), [required(), at_most(60)])
    topic_id = SelectField(_l("Topic"), [required()], coerce=int)
    title_de = TextField(_l("Title in German"), [required(), at_most(250)])
    title_en = TextField(_l("Title in English"), [at_most(250)])
    description_de = TextAreaField(
        _l("Description in German"), [at_most(10_000)], filters=[stripped]
    )
    description_en = TextAreaField(
        _l("Description in English"), [at_most(10_000)], filters=[stripped]
    )
    format = RadioField(_l("Format"), [required()])
    language_id = SelectField(
        _l("Language of the course"), coerce=lambda value: int(value) if value else None
    )
    teaching_units = IntegerField(
        _l("Teaching units (45 minutes each)"),
        [required(), whole_number(1, 2000)],
    )
    provider = TextField(_l("Training provider"), [at_most(250)])
    cost_per_place = EuroField(_l("Cost per place in euros"))
    audience = TextField(_l("For whom, in your own words"), [at_most(60)])
    audiences = RowsField(AudienceForm, _l("For whom"), _l("Group %(number)s"), 30)
    prerequisites = RowsField(
        PrerequisiteForm, _l("Prerequisites"), _l("Prerequisite %(number)s"), 50
    )
    outcomes = RowsField(
        OutcomeForm, _l("What completing it gives"), _l("Competence %(number)s"), 50
    )
    placement_competence_id = SelectField(
        _l("Placement test in"), coerce=lambda value: int(value) if value else None
    )
    needs_approval = BooleanField(_l("The manager has to approve a request"))
    needs_hr_approval = BooleanField(_l("HR has to approve a request, too"))
    asks_interest = BooleanField(_l("The approval states the official interest"))
    attendance_threshold = IntegerField(
        _l("Attendance needed, in percent"), [required(), whole_number(0, 100)]
    )

    def __init__(
        self,
        *args: Any,
        course_id: int | None = None,
        stored: CourseFacts | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        audiences = stored.audiences if stored else ()
        self._stored_groups = {
            Group(a.unit_id, a.status_group_id) for a in audiences if a.unit_id or a.status_group_id
        }
        self._competences = level_choices()
        self._courses = [c for c in course_list.choices() if c.id != course_id]
        self.topic_id.choices = [SelectChoice(t.id, local(t.title)) for t in topics.in_order()]
        self.format.choices = [SelectChoice(kind.value, label(kind)) for kind in CourseFormat]
        self.language_id.choices = [
            _EMPTY,
            *(SelectChoice(one.id, local(one.name)) for one in languages.in_order()),
        ]
        self.placement_competence_id.choices = [
            _EMPTY,
            *(SelectChoice(one.id, local(one.name)) for one in self._competences),
        ]
        self._fill_rows()

    def _fill_rows(self) -> None:
        """Every row offers the same choices; call it again after adding a row."""
        levels = level_groups(self._competences)
        chosen = {row.form.needed.data for row in self.prerequisites}
        courses = [
            SelectChoice(f"course:{c.id}", f"{c.code} {local(c.title)}", optgroup=_("Courses"))
            for c in self._courses
            if c.status is not CourseStatus.ARCHIVED or f"course:{c.id}" in chosen
        ]
        for row in self.outcomes:
            row.form.level.choices = [_EMPTY, *levels]
        for row in self.prerequisites:
            row.form.needed.choices = [_EMPTY, *courses, *levels]
        if len(self.audiences):
            offer_groups((row.form.whom for row in self.audiences), self._stored_groups)

    def add_row(self, rows: FieldList) -> None:
        rows.append_entry()
        self._fill_rows()

    def validate_code(self, field: StringField) -> None:
        if any(character.isspace() for character in field.data or ""):
            raise ValidationError(_("A code has no blanks."))

    def validate_asks_interest(self, field: BooleanField) -> None:
        if field.data and not (self.needs_approval.data or self.needs_hr_approval.data):
            raise ValidationError(_("Nobody approves here, so nobody can state it."))

    def facts(self) -> CourseFacts:
        """What was typed, for the operation; empty rows are left out."""
        return CourseFacts(
            code=self.code.data,
            topic_id=self.topic_id.data,
            title_de=self.title_de.data,
            title_en=self.title_en.data or "",
            description_de=self.description_de.data or "",
            description_en=self.description_en.data or "",
            format=CourseFormat(self.format.data),
            language_id=self.language_id.data,
            teaching_units=self.teaching_units.data,
            provider=self.provider.data or "",
            cost_per_place=self.cost_per_place.data or 0,
            needs_approval=self.needs_approval.data,
            needs_hr_approval=self.needs_hr_approval.data,
            asks_interest=self.asks_interest.data,
            attendance_threshold=self.attendance_threshold.data,
            audience=self.audience.data or "",
            placement_competence_id=self.placement_competence_id.data,
            outcomes=tuple(
                Outcome(*_pair(row.form.level.data), row.form.valid_months.data)
                for row in self.outcomes
                if row.form.level.data
            ),
            prerequisites=tuple(
                _prerequisite(row.form) for row in self.prerequisites if row.form.needed.data
            ),
            audiences=tuple(
                row.form.facts()
                for row in self.audiences
                if row.form.whom.data or row.form.managers.data
            ),
        )


def shown(facts: CourseFacts) -> dict[str, Any]:
    """The facts as the fields of the form show them."""
    plain = {name: value for name, value in vars(facts).items() if name not in ROWS}
    return plain | {
        "format": facts.format.value,
        "outcomes": [
            {"level": f"level:{o.competence_id}:{o.level_id}", "valid_months": o.valid_months}
            for o in facts.outcomes
        ],
        "prerequisites": [
            {
                "needed": f"course:{p.required_course_id}"
                if p.required_course_id
                else f"level:{p.competence_id}:{p.level_id}",
                "evidence": p.evidence.value,
                "max_age_months": p.max_age_months,
            }
            for p in facts.prerequisites
        ],
        "audiences": [
            {
                "whom": whom_value(Group(a.unit_id, a.status_group_id))
                if a.unit_id or a.status_group_id
                else "",
                "managers": a.managers,
            }
            for a in facts.audiences
        ],
    }


ROWS = {"outcomes", "prerequisites", "audiences"}


def level_groups(competences: list[CompetenceChoice]) -> list[SelectChoice]:
    """The levels of each competence as choices ("level:<competence>:<level>")."""
    return [
        SelectChoice(
            f"level:{competence.id}:{level.id}",
            f"{local(competence.name)}, {_level_name(level.code, local(level.name))}",
            optgroup=local(competence.name),
        )
        for competence in competences
        for level in competence.levels
    ]


def _level_name(code: str, name: str) -> str:
    return code if name in ("", code) else f"{code} {name}".strip()


def _pair(value: str) -> tuple[int, int]:
    _kind, competence_id, level_id = value.split(":")
    return int(competence_id), int(level_id)


def _prerequisite(form: PrerequisiteForm) -> Prerequisite:
    value, months = form.needed.data, form.max_age_months.data
    if value.startswith("course:"):
        course_id = int(value.removeprefix("course:"))
        return Prerequisite(required_course_id=course_id, max_age_months=months)
    competence_id, level_id = _pair(value)
    return Prerequisite(None, competence_id, level_id, EvidenceGroup(form.evidence.data), months)
