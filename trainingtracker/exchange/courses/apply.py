"""What a list of courses writes."""

from dataclasses import dataclass, field, replace

from trainingtracker.catalogue import courses as catalogue
from trainingtracker.catalogue.course_facts import Prerequisite
from trainingtracker.exchange.courses.plans import Planned
from trainingtracker.vocabulary import CourseStatus


@dataclass
class CourseWrites:
    """Courses through the catalogue's operations, what a course needs before the course."""

    ids: dict[str, int]
    needs: dict[str, set[str]]
    planned: dict[str, Planned] = field(default_factory=dict)

    def write(self) -> None:
        done: set[str] = set()
        for code in self.planned:
            self._write(code, done)

    def _write(self, code: str, done: set[str]) -> None:
        # Rings have been refused, so that this ends.
        if code in done:
            return
        done.add(code)
        for needed in sorted(self.needs.get(code, ())):
            self._write(needed, done)
        if planned := self.planned.get(code):
            self._store(code, planned)

    def _store(self, code: str, planned: Planned) -> None:
        facts = replace(planned.facts, prerequisites=self._prerequisites(planned))
        course = planned.stored
        if course is None:
            course = catalogue.create(facts)
            self.ids[code] = course.id
        elif catalogue.facts_of(course) != facts:
            catalogue.edit(course.id, facts, course.version)
        if planned.status is CourseStatus.PUBLISHED and course.status is not planned.status:
            catalogue.publish(course.id)
        if planned.status is CourseStatus.ARCHIVED and course.status is not planned.status:
            catalogue.archive(course.id)

    def _prerequisites(self, planned: Planned) -> tuple[Prerequisite, ...]:
        """A list says nothing of evidence and age: what is on record about them stays."""
        stored = catalogue.facts_of(planned.stored).prerequisites if planned.stored else ()
        on_record = {(p.required_course_id, p.competence_id, p.level_id): p for p in stored}
        named = [
            (self.ids[item], None, None) if isinstance(item, str) else (None, *item)
            for item in planned.prerequisites
        ]
        return tuple(on_record.get(each) or Prerequisite(*each) for each in named)
