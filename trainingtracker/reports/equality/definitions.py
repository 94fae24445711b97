"""What the words of the equality report mean: they stand on its cover."""

from trainingtracker.reports.annual_statistics import definitions as annual
from trainingtracker.text import mark

_SHARED = {
    mark("Year and quarter"),
    mark("Participations and persons"),
    mark("As of then"),
    mark("Requests and refusals"),
    mark("Waiting, withdrawals, absences"),
    mark("What is not on record any more"),
}

DEFINITIONS = (
    (
        mark("Share and base"),
        mark(
            "Each share stands beside its number and its base. The base of women's shares are "
            "those with a gender on record in the personnel data, of part-time shares all."
        ),
    ),
    (
        mark("Staff"),
        mark(
            "Staff employed on the last day of the year, or on the reference date, people on leave "
            "included."
        ),
    ),
    *(each for each in annual.DEFINITIONS if each[0] in _SHARED),
)
