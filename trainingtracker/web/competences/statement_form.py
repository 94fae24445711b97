"""The form in which people state a competence of their own."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField

from trainingtracker.competence.level_choices import level_choices
from trainingtracker.competence.statements import Facts
from trainingtracker.models import Holding
from trainingtracker.vocabulary import STATED_BY, Activity, Evidence
from trainingtracker.web.courses.course_form import level_groups
from trainingtracker.web.filters import label
from trainingtracker.web.forms import PageForm, at_most, required, stripped


class StatementForm(PageForm):
    level = SelectField(_l("Competence and level"), [required()])
    evidence = RadioField(_l("On what it rests"), [required()])
    activity = SelectField(_l("All of it or a part"))
    own_words = TextAreaField(_l("In your own words"), [at_most(500)], filters=[stripped])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level.choices = [
            SelectChoice("", _("Please choose")),
            *level_groups(level_choices()),
        ]
        self.evidence.choices = [SelectChoice(each.value, label(each)) for each in STATED_BY]
        self.activity.choices = [
            SelectChoice("", _("Overall")),
            *(SelectChoice(each.value, label(each)) for each in Activity),
        ]

    @classmethod
    def of(cls, holding: Holding) -> "StatementForm":
        """The form as the statement stands."""
        return cls(
            None,
            data={
                "level": f"level:{holding.competence_id}:{holding.level_id}",
                "evidence": holding.evidence.value,
                "activity": holding.activity.value if holding.activity else "",
                "own_words": holding.own_words or "",
            },
        )

    def facts(self) -> Facts:
        _kind, competence_id, level_id = self.level.data.split(":")
        return Facts(
            int(level_id),
            int(competence_id),
            Activity(self.activity.data) if self.activity.data else None,
            Evidence(self.evidence.data),
            self.own_words.data or "",
        )
