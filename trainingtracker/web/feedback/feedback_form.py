"""The form that participants answer, made from its questions, and the editor of a course's set."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, RadioField, SelectChoice, SelectField, TextAreaField

from trainingtracker.feedback.answering import LONGEST
from trainingtracker.feedback.questions import HIGHEST, HIGHEST_USE, MOST, Question
from trainingtracker.models import FeedbackQuestion
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import QuestionKind
from trainingtracker.web.conflicts import VersionedForm
from trainingtracker.web.filters import label, local
from trainingtracker.web.forms import (
    PageForm,
    PartForm,
    TextField,
    at_most,
    optional,
    required,
    stripped,
)
from trainingtracker.web.rows import RowsField

SCALE = {
    1: _l("1 – not at all"),
    2: _l("2"),
    3: _l("3"),
    4: _l("4"),
    HIGHEST: _l("5 – completely"),
}
USE = {
    HIGHEST_USE: _l("Yes, regularly"),
    2: _l("Yes, now and then"),
    1: _l("Not so far"),
}


class AnswerForm(PageForm):
    """One field for each question; `of` makes the class of a form."""

    @classmethod
    def of(cls, questions: Sequence[FeedbackQuestion]) -> "AnswerForm":
        fields = {_name(question): _field(question) for question in questions}
        form: AnswerForm = type("Answers", (cls,), fields)()
        return form

    def given(self, questions: Sequence[FeedbackQuestion]) -> dict[int, int | str]:
        """What was answered by question id; what was left out is not in it."""
        answers: dict[int, int | str] = {}
        for question in questions:
            data = self[_name(question)].data
            if data:
                answers[question.id] = data if question.kind is QuestionKind.TEXT else int(data)
        return answers


def _name(question: FeedbackQuestion) -> str:
    return f"question-{question.id}"


def _field(question: FeedbackQuestion) -> Any:
    text = local(question.text)
    if question.kind is QuestionKind.TEXT:
        return TextAreaField(text, [at_most(LONGEST)], filters=[stripped])
    words = USE if question.kind is QuestionKind.USE else SCALE
    return RadioField(
        text,
        [optional()],
        choices=[SelectChoice(str(score), word) for score, word in words.items()],
    )


class QuestionRow(PartForm):
    """One question of a course's set."""

    kind = SelectField(_l("Answered by"), [required()])
    text_de = TextField(_l("Question in German"), [required(), at_most(500)])
    text_en = TextField(_l("Question in English"), [at_most(500)])


class QuestionsForm(VersionedForm):
    questions = RowsField(QuestionRow, _l("Questions"), _l("Question %(number)s"), MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fill_rows()

    def add_row(self, rows: FieldList) -> None:
        if len(rows) < MOST:
            rows.append_entry()
            self._fill_rows()

    def facts(self) -> list[Question]:
        """What was typed, for the operation."""
        return [
            Question(
                QuestionKind(row.form.kind.data),
                Bilingual(row.form.text_de.data, row.form.text_en.data or ""),
            )
            for row in self.questions
        ]

    def _fill_rows(self) -> None:
        for row in self.questions:
            row.form.kind.choices = [
                SelectChoice(kind.value, label(kind))
                for kind in (QuestionKind.SCALE, QuestionKind.TEXT)
            ]


def shown(questions: Sequence[Question]) -> dict[str, Any]:
    """A set as the fields of the form show it."""
    return {
        "questions": [
            {"kind": q.kind.value, "text_de": q.text.de, "text_en": q.text.en} for q in questions
        ]
    }
