"""The list of trainings outside the catalogue as a workbook."""

from collections.abc import Iterable, Iterator

from trainingtracker.labels import label
from trainingtracker.models import ExternalTraining
from trainingtracker.reports.report import Column, ListReport, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

EXTERNAL = ListReport(
    key="external_trainings",
    title=mark("External trainings"),
    columns=(
        Column("personnel_number", mark("Personnel number"), 15),
        Column("last_name", mark("Last name"), 24),
        Column("first_name", mark("First name"), 20),
        Column("training", mark("Training"), 44),
        Column("training_provider", mark("Training provider"), 32),
        Column("first_day", mark("First day"), 12, Kind.DAY),
        Column("last_day", mark("Last day"), 12, Kind.DAY),
        Column("cost", mark("Cost"), 14, Kind.MONEY),
        Column("status", mark("Status"), 24),
    ),
)


def external_rows(
    trainings: Iterable[ExternalTraining], language: str
) -> Iterator[tuple[Value, ...]]:
    """A value a column, in the order of the page; what it is for stays with those who decide."""
    for training in trainings:
        person = training.person
        yield (
            person.personnel_number,
            person.last_name,
            person.first_name,
            training.title,
            training.provider,
            training.starts_on,
            training.ends_on,
            training.cost / 100,
            sentence(label(training.status), language),
        )
