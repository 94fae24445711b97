"""The courses of the example city, from the reference list."""

from sqlalchemy import select

from trainingtracker.catalogue import courses
from trainingtracker.catalogue.course_facts import Audience, CourseFacts, Outcome, Prerequisite
from trainingtracker.extensions import db
from trainingtracker.models import Competence, Course, Language, Level, Topic
from trainingtracker.reference import rows
from trainingtracker.vocabulary import CourseFormat

_ABOUT = {
    "eu_funding": (
        "Mit Beispielen aus Projekten der Stadt. Sie bringen eigene Vorhaben mit und arbeiten"
        " daran weiter.",
        "With examples from the city's own projects. You bring your own plans and work on them.",
    ),
    "languages": (
        "Kleine Gruppe, viel Sprechen, Themen aus dem Arbeitsalltag der Verwaltung.",
        "A small group, much speaking, topics from everyday work in the administration.",
    ),
    "intercultural": (
        "Übungen und Fälle aus Bürgerdiensten, Kitas und internationaler Zusammenarbeit.",
        "Exercises and cases from public services, day-care and international cooperation.",
    ),
}
_PROVIDERS = {
    "eu_funding": "Europabüro Beispielstadt",
    "languages": "Volkshochschule",
    "intercultural": "Personalentwicklung",
}
_TAUGHT = {"LA-13": "fra", "LA-14": "fra", "LA-15": "pol", "LA-16": "jpn"}
# Up to this length nobody has to be asked.
_FREE_UNITS = 4
_CENTS_PER_UNIT = 1_250


def build() -> dict[str, Course]:
    """Every course, published; code -> course, those without prerequisites first."""
    found: dict[str, Course] = {}
    levels = _levels()
    topics = dict(db.session.execute(select(Topic.key, Topic.id)).all())
    languages = dict(db.session.execute(select(Language.iso639_3, Language.id)).all())
    for row in rows("courses"):
        topic, units = row["topic"], int(row["teaching_units"])
        months = int(row["valid_months"]) if row["valid_months"] else None
        language = _TAUGHT.get(row["code"], "eng" if topic == "languages" else "deu")
        course = courses.create(
            CourseFacts(
                code=row["code"],
                topic_id=topics[topic],
                title_de=row["title_de"],
                title_en=row["title_en"],
                description_de=f"{row['title_de']}. {_ABOUT[topic][0]}",
                description_en=f"{row['title_en']}. {_ABOUT[topic][1]}",
                format=CourseFormat(row["format"]),
                teaching_units=units,
                language_id=languages[language],
                provider=_PROVIDERS[topic],
                cost_per_place=0 if topic == "intercultural" else units * _CENTS_PER_UNIT,
                needs_approval=units > _FREE_UNITS,
                audiences=(Audience(managers=True),) if row["audience"] == "managers" else (),
                outcomes=tuple(
                    Outcome(*_competence(gift, levels), months)
                    for gift in row["gives"].split(";")
                    if gift
                ),
                prerequisites=tuple(
                    Prerequisite(required_course_id=found[wanted].id)
                    if wanted in found
                    else Prerequisite(None, *_competence(wanted, levels))
                    for wanted in row["prerequisites"].split(";")
                    if wanted
                ),
            )
        )
        found[course.code] = courses.publish(course.id)
    return found


Levels = dict[tuple[str, str], tuple[int, int]]


def _levels() -> Levels:
    """(competence key, level code) -> their ids."""
    pairs = db.session.execute(
        select(Competence.key, Level.code, Competence.id, Level.id).join(
            Level, Level.scale_id == Competence.scale_id
        )
    )
    return {(key, code): (competence_id, level_id) for key, code, competence_id, level_id in pairs}


def _competence(text: str, levels: Levels) -> tuple[int, int]:
    """`eng:B1` and `eu:idea:1` name a level, `ic:foundations` has only one."""
    key, _, code = text.rpartition(":")
    return levels[key, code] if (key, code) in levels else levels[text, "attended"]
