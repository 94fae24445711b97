"""What an attainment report is about: the day, the part of the tree, the topic, in words."""

import re
from dataclasses import dataclass

from trainingtracker import settings
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Topic, Unit
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.reports.attainment_cover import Particulars
from trainingtracker.reports.report import ATTAINMENT, Filters
from trainingtracker.text import counted, day, mark, mark_plural, sentence

DIRECT_REPORTS = mark_plural(
    "%(number)s direct report of %(name)s", "%(number)s direct reports of %(name)s"
)


WITHHELD = mark_plural(
    "%(number)s member of the staff council: their training is in no overview.",
    "%(number)s members of the staff council: their training is in no overview.",
)
COUNTED_ONLY = mark(
    "Names of people who do not belong to these units today: they are counted, but not named."
)
NO_GENDER = mark(
    "Women\u2019s shares are for HR only: compared over days or units, they would give away the "
    "gender of single persons."
)
FEW_ON_LEAVE = mark(
    "\u2022 People on leave are shown only for all of these people together and from "
    "%(smallest)s persons on, for reasons of data protection."
)
DOT = "\u2022"


@dataclass(frozen=True)
class Selection:
    """The filters of a reader, applied to what the reader may see.

    `guarded`: what could give away a single person is hidden, because the reader is not HR.
    """

    filters: Filters
    scope: Scope
    tree: UnitTree
    unit: UnitNode | None
    asked: Particulars
    language: str
    guarded: bool = False

    @property
    def title(self) -> str:
        return f"{sentence(ATTAINMENT.title, self.language)}, {self.day}"

    @property
    def day(self) -> str:
        return day(self.filters.as_of, self.language)

    @property
    def subtitle(self) -> str:
        """The day, the scope and the filters that narrow it, for the line below each title."""
        parts = [self.day]
        # The unit says more than that the reader could have seen the others as well.
        if self.asked.team or not self.asked.narrowed:
            parts.append(self.asked.scope)
        if self.asked.narrowed:
            parts.append(self.asked.unit)
        if self.asked.topical:
            parts.append(self.asked.topic)
        return " \u00b7 ".join(parts)

    def on_leave(self, number: int) -> int | str:
        """How many of all in scope are on leave, or a dot.

        A filter by unit shows none: two such numbers could be subtracted from each other.
        """
        enough = self.unit is None and number >= settings.get("small_group")
        return number if enough or not self.guarded else DOT

    @property
    def file_name(self) -> str:
        """Attainment_2026-06-30_18.xlsx, in the reader's language."""
        parts = [sentence(mark("Attainment"), self.language), self.filters.as_of.isoformat()]
        if self.unit:
            parts.append(re.sub(r"[^\w.-]", "-", self.unit.number))
        return "_".join(parts) + ".xlsx"


def select(
    filters: Filters,
    scope: Scope,
    language: str,
    reader_name: str,
    tree: UnitTree | None = None,
) -> Selection:
    """Narrow the scope by the filters; `tree` is that of the reference date where it is known.

    Raises RuleViolation for a unit that does not exist on the reference date.
    """
    tree = tree or UnitTree.load(filters.as_of)
    unit = _unit(filters, tree)
    return Selection(
        filters=filters,
        scope=scope.within(tree.subtree_ids(unit.id)) if unit else scope,
        tree=tree,
        unit=unit,
        asked=_particulars(filters, scope, unit, language, reader_name),
        language=language,
        guarded=not scope.is_everyone,
    )


def protection(chosen: Selection) -> list[str]:
    """What is not shown to this reader and why, a sentence each."""
    if not chosen.guarded:
        return []
    notes = [
        sentence(NO_GENDER, chosen.language),
        sentence(FEW_ON_LEAVE, chosen.language, smallest=settings.get("small_group")),
    ]
    return notes + _left_out(chosen.scope, chosen.language)


def _left_out(scope: Scope, language: str) -> list[str]:
    left_out = [counted(WITHHELD, scope.withheld, language)] if scope.withheld else []
    return left_out + ([sentence(COUNTED_ONLY, language)] if scope.named is not None else [])


def _unit(filters: Filters, tree: UnitTree) -> UnitNode | None:
    if filters.unit_id is None:
        return None
    unit = tree.get(filters.unit_id)
    if unit is None:
        known = db.session.get(Unit, filters.unit_id)
        raise RuleViolation(
            mark("Unit %(number)s did not exist on %(day)s. Choose another unit or another day."),
            number=known.number if known else str(filters.unit_id),
            day=filters.as_of,
        )
    return unit


def _particulars(
    filters: Filters, scope: Scope, unit: UnitNode | None, language: str, reader_name: str
) -> Particulars:
    topic = db.session.get(Topic, filters.topic_id) if filters.topic_id is not None else None
    return Particulars(
        as_of=filters.as_of,
        scope=_scope_text(scope, unit, language, reader_name),
        unit=(
            sentence(mark("%(unit)s with the units below it"), language, unit=unit)
            if unit
            else sentence(mark("All units"), language)
        ),
        topic=topic.title.in_language(language)
        if topic
        else sentence(mark("All topics"), language),
        reader_name=reader_name,
        narrowed=unit is not None,
        topical=topic is not None,
        team=scope.is_team,
        left_out=" ".join(_left_out(scope, language)),
    )


def _scope_text(scope: Scope, unit: UnitNode | None, language: str, reader_name: str) -> str:
    if scope.person_ids is not None:
        return counted(DIRECT_REPORTS, len(scope.person_ids), language, name=reader_name)
    if scope != EVERYONE:
        return sentence(mark("The units for which you are responsible"), language)
    if unit:
        return sentence(mark("A part of the administration"), language)
    return sentence(mark("The whole administration"), language)
