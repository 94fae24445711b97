"""The length of a password that somebody chooses, said at its field before the rule refuses it."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from trainingtracker.accounts.passwords import MINIMUM_LENGTH


def long_enough() -> Length:
    return Length(
        min=MINIMUM_LENGTH,
        message=_l(
            "A password needs at least %(length)s characters. A sentence is easy to remember.",
            length=MINIMUM_LENGTH,
        ),
    )
