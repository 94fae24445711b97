"""What the people of the example city have done so far, on which the rest depends."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from trainingtracker.models import Course

_RANKS = ("A1", "A2", "B1", "B2", "C1", "C2")
Span = tuple[date, date]


@dataclass
class Record:
    """Who completed which course and when, knows which language, and is busy on which days."""

    completed: dict[str, dict[int, date]] = field(default_factory=lambda: defaultdict(dict))
    asked: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    busy: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    _ranks: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def complete(self, person_id: int, course: Course, day: date) -> None:
        self.completed[course.code][person_id] = day
        self.asked[course.code].add(person_id)
        for outcome in course.outcomes:
            self.learn(person_id, outcome.competence.key, outcome.level.code)

    def learn(self, person_id: int, key: str, level: str) -> None:
        """Note the level of a language; any other competence matters to nobody here."""
        if level in _RANKS:
            known = self._ranks[key]
            known[person_id] = max(known.get(person_id, 0), _RANKS.index(level))

    def knowing(self, key: str, level: str) -> set[int]:
        """Who knows the language at the level or above."""
        least = _RANKS.index(level)
        return {person_id for person_id, rank in self._ranks[key].items() if rank >= least}

    def free(self, person_id: int, span: Span) -> bool:
        first, last = span
        return all(last < begin or end < first for begin, end in self.busy[person_id])

    def prepared_for(self, course: Course, day: date) -> set[int] | None:
        """Who fulfils the prerequisites of the course on the day; None where it has none."""
        found: set[int] | None = None
        for wanted in course.prerequisites:
            if wanted.required_course is not None:
                done = self.completed[wanted.required_course.code]
                able = {person_id for person_id, when in done.items() if when < day}
            else:
                assert wanted.competence is not None
                assert wanted.level is not None
                able = self.knowing(wanted.competence.key, wanted.level.code)
            found = able if found is None else found & able
        return found
