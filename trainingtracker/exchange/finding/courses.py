"""Which course on record a cell of a list means: by code, else by a unique title."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from trainingtracker.exchange.meaning.cells import CellError, is_empty, shown, text
from trainingtracker.exchange.meaning.headings import normalised
from trainingtracker.exchange.meaning.numbers import Numbers
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.extensions import db
from trainingtracker.models import Course
from trainingtracker.text import mark

_UNKNOWN = mark("There is no course “%(value)s”. Load the courses first or correct it.")
_SEVERAL = mark("There are several courses “%(value)s”. Use the code of the course.")


class CourseFinder:
    """All courses with what they give, in two queries."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        query = select(Course).options(selectinload(Course.outcomes)).order_by(Course.id)
        courses = list(db.session.scalars(query))
        self._by_code = {course.code.casefold(): course for course in courses}
        self._numbers = Numbers([course.code for course in courses], cells, references=True)
        self._by_title: dict[str, dict[int, Course]] = defaultdict(dict)
        for course in courses:
            for title in filter(None, (course.title_de, course.title_en)):
                self._by_title[normalised(title)][course.id] = course

    def find(self, cell: Cell) -> Course | None:
        """The course; None for an empty cell."""
        if is_empty(cell):
            return None
        code = self._numbers.read(cell) if not isinstance(cell, str) else text(cell)
        words = code or text(cell)
        first = words.split(" ")[0].rstrip(":,;")
        course = self._by_code.get(words.casefold()) or self._by_code.get(first.casefold())
        if course:
            return course
        titled = self._by_title.get(normalised(words), {})
        if len(titled) != 1:
            raise CellError(_SEVERAL if titled else _UNKNOWN, value=shown(cell))
        return next(iter(titled.values()))
