"""The form that asks for a placement test of somebody: one of the courses that begin with one."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from trainingtracker.enrolment.queries import placements
from trainingtracker.web.filters import local
from trainingtracker.web.forms import PageForm, required


class PlacementForm(PageForm):
    course_id = SelectField(_l("Course"), [required()], coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.course_id.choices = [
            SelectChoice(each.id, local(each.title)) for each in placements.courses_with_test()
        ]
