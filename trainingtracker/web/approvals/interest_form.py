"""The fields that state the official interest, where a course asks for it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectChoice, TextAreaField

from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.vocabulary import OfficialInterest
from trainingtracker.web.filters import label
from trainingtracker.web.forms import PageForm, at_most, optional, stripped, whole_number


class InterestForm(PageForm):
    """An empty share is what follows from the interest."""

    interest = RadioField(_l("Official interest"), validate_choice=False)
    cost_share = IntegerField(
        _l("Share of the costs that is borne, in percent"), [optional(), whole_number(0, 100)]
    )
    time_share = IntegerField(
        _l("Share that counts as working time, in percent"), [optional(), whole_number(0, 100)]
    )
    trip_note = TextAreaField(_l("Note on the official trip"), [at_most(1000)], filters=[stripped])

    def __init__(self, *args: object, stated: Interest | None = None, **kwargs: object) -> None:
        shown = {} if stated is None else vars(stated) | {"interest": stated.interest.value}
        super().__init__(*args, data=shown, **kwargs)
        self.interest.choices = [SelectChoice(one.value, label(one)) for one in OfficialInterest]

    def stated(self) -> Interest | None:
        """What was chosen; None where nothing was."""
        chosen = self.interest.data
        if chosen not in set(OfficialInterest):
            return None
        return Interest(
            OfficialInterest(chosen),
            self.cost_share.data,
            self.time_share.data,
            self.trip_note.data or "",
        )

    def complete(self) -> bool:
        """Whether the interest is stated without contradiction; what is wrong stands at fields."""
        valid: bool = self.validate()
        stated = self.stated()
        if stated is None:
            self.interest.errors = [_("Please choose how far it is in the official interest.")]
            return False
        if valid:
            for name, sentence in stated.contradictions():
                self[name].errors = [*self[name].errors, _(sentence)]
                valid = False
        return valid
