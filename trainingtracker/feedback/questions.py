"""The questions of a form: the usual ones, or a course's own set."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from sqlalchemy import select

from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, CourseQuestion
from trainingtracker.organisation.versions import check_version
from trainingtracker.text import Bilingual, mark
from trainingtracker.vocabulary import QuestionKind

# Scales go from 1 to this.
HIGHEST = 5
# The one question of months afterwards: 1 not yet, 2 now and then, 3 regularly.
HIGHEST_USE = 3
MOST = 15


@dataclass(frozen=True)
class Question:
    """What is asked; without an English text everybody reads the German one."""

    kind: QuestionKind
    text: Bilingual


# Data, as HR would enter it, and not texts of the interface: a course's own set begins with them.
USUAL = (
    Question(
        QuestionKind.SCALE,
        Bilingual(
            "Ich bin mit dem Kurs insgesamt zufrieden.", "I am satisfied with the course overall."
        ),
    ),
    Question(
        QuestionKind.SCALE,
        Bilingual(
            "Die Inhalte sind für meine Arbeit nützlich.", "The content is useful for my work."
        ),
    ),
    Question(
        QuestionKind.SCALE,
        Bilingual(
            "Die Kursleitung hat gut erklärt und ist auf Fragen eingegangen.",
            "The trainer explained things well and took up questions.",
        ),
    ),
    Question(
        QuestionKind.SCALE,
        Bilingual(
            "Ort, Zeiten und Technik haben gepasst.", "Venue, times and equipment were right."
        ),
    ),
    Question(QuestionKind.TEXT, Bilingual("Was war gut?", "What was good?")),
    Question(
        QuestionKind.TEXT, Bilingual("Was können wir besser machen?", "What can we do better?")
    ),
)
USE = Question(
    QuestionKind.USE,
    Bilingual(
        "Haben Sie bei der Arbeit angewendet, was Sie im Kurs gelernt haben?",
        "Have you used at work what you learned in the course?",
    ),
)


def own_questions(course_id: int) -> tuple[Question, ...]:
    """The course's own set in its order; empty where it asks the usual questions."""
    rows = db.session.scalars(
        select(CourseQuestion)
        .where(CourseQuestion.course_id == course_id)
        .order_by(CourseQuestion.position)
    )
    return tuple(Question(row.kind, row.text) for row in rows)


def questions_of(course_id: int) -> tuple[Question, ...]:
    """What participants of the course are asked at the end."""
    return own_questions(course_id) or USUAL


def version(questions: Sequence[Question]) -> int:
    """What somebody has seen of a set, in nine digits."""
    seen = "\n".join(f"{q.kind.value}|{q.text.de}|{q.text.en}" for q in questions)
    return crc32(seen.encode()) % 10**9


def save_questions(course_id: int, questions: Sequence[Question], seen: int) -> None:
    """Replace the course's own set; forms that are open already keep what they ask.

    The usual questions, unchanged, are no set of its own. StaleVersion where somebody else has
    saved since version `seen`.
    """
    # Locks the course: two who save at once would both add their questions.
    db.session.get_one(Course, course_id, with_for_update=True)
    check_version(version(questions_of(course_id)), seen)
    questions = tuple(
        Question(q.kind, Bilingual(q.text.de.strip(), q.text.en.strip())) for q in questions
    )
    _check(questions)
    if questions == questions_of(course_id):
        return
    for row in db.session.scalars(
        select(CourseQuestion).where(CourseQuestion.course_id == course_id)
    ):
        db.session.delete(row)
    db.session.flush()
    if questions != USUAL:
        db.session.add_all(
            CourseQuestion(
                course_id=course_id,
                position=position,
                kind=question.kind,
                text_de=question.text.de,
                text_en=question.text.en,
            )
            for position, question in enumerate(questions, 1)
        )
    db.session.flush()


def _check(questions: Sequence[Question]) -> None:
    if not questions:
        raise RuleViolation(mark("Ask at least one question, or go back to the usual ones."))
    if len(questions) > MOST:
        raise RuleViolation(
            mark("A short form is answered: ask at most %(most)s questions."), most=MOST
        )
    if any(not question.text.de for question in questions):
        raise RuleViolation(mark("Every question needs a German text."))
    texts = [question.text.de for question in questions]
    if len(set(texts)) < len(texts):
        raise RuleViolation(mark("Two questions have the same German text."))
