"""The words of a list for the closed lists of the field, in German and English."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from trainingtracker.exchange.meaning.cells import CellError, shown, text
from trainingtracker.exchange.meaning.headings import normalised
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.labels import label, labelled
from trainingtracker.text import LANGUAGES, Listed, mark, sentence
from trainingtracker.vocabulary import (
    Activity,
    CourseFormat,
    CourseStatus,
    Evidence,
    Gender,
    OfferingStatus,
    PersonKind,
    Presence,
    Result,
    Status,
    UnitKind,
    WithdrawalReason,
)

Value = TypeVar("Value")
Member = TypeVar("Member", bound=StrEnum)

NOT_KNOWN = mark("“%(value)s” is not known here. Possible are: %(known)s.")
# The endings in which a German noun says whom it means: Beamter, Beamtin, Beamt*innen.
_GENDER_ENDING = re.compile(r"([*:_/(]?-?(inn?en|in|en|er|e|r|n|s)\)?)+$")


def reader(words: Mapping[str, Value], known: tuple[object, ...]) -> Callable[[Cell], Value | None]:
    """Reads a cell by a list of words; `known` are the ones to suggest."""
    by_word = {normalised(word): value for word, value in words.items()}

    def read(cell: Cell) -> Value | None:
        value = text(cell)
        if not value:
            return None
        if normalised(value) not in by_word:
            raise CellError(NOT_KNOWN, value=shown(cell), known=Listed(known))
        return by_word[normalised(value)]

    return read


def of_list(
    kind: type[Member], more: Mapping[Member, str] | None = None
) -> Callable[[Cell], Member | None]:
    """Reads what pages call the members of a closed list, in both languages, and `more` words."""
    words = {
        word: member
        for member in kind
        for word in (
            member.value,
            *(sentence(label(member), language) for language in LANGUAGES),
            *((more or {}).get(member, member.value).split("|")),
        )
    }
    return reader(words, tuple(labelled(member) for member in kind))


def stem(word: str) -> str:
    """The word without the ending that says whom it means."""
    return normalised(_GENDER_ENDING.sub("", word.casefold()))


def _words(lists: Mapping[Value, str]) -> dict[str, Value]:
    return {word: value for value, words in lists.items() for word in words.split("|")}


gender = reader(
    _words(
        {
            Gender.FEMALE: "w|f|weiblich|female|frau|mrs|ms|woman",
            Gender.MALE: "m|männlich|male|herr|mr|man",
            Gender.DIVERSE: "d|divers|diverse|x|nichtbinär|non-binary",
        }
    )
    | dict.fromkeys(["keine Angabe", "ohne Angabe", "k. A.", "o. A.", "not stated"]),
    ("w", "m", "d"),
)

language = reader(
    _words(
        {
            "de": "de|deu|ger|d|deutsch|german|de-DE|de-AT|de-CH",
            "en": "en|eng|e|englisch|english|en-GB|en-US",
        }
    ),
    ("de", "en"),
)

person_kind = of_list(
    PersonKind,
    {
        PersonKind.STAFF: "staff|intern|beschäftigt|beschäftigte|beschäftigte*r|personal"
        "|mitarbeiter|mitarbeiterin|employee|internal",
        PersonKind.GUEST: "guest|gast|extern|externe|externer|external",
    },
)

unit_kind = of_list(
    UnitKind,
    {
        UnitKind.DEPARTMENT: "department|dezernat|geschäftsbereich|dez",
        UnitKind.DIVISION: "division|fachbereich|fb|amt|betrieb|eigenbetrieb|referat|büro",
        UnitKind.SECTION: "section|sachgebiet|sg|bereich|abteilung|fachdienst|fachgruppe|team"
        "|gruppe|stelle|stabsstelle|unit",
    },
)

course_format = of_list(
    CourseFormat,
    {
        CourseFormat.IN_PERSON: "in_person|in person|präsenz|präsenzveranstaltung|vor Ort"
        "|präsenzkurs|classroom|on site",
        CourseFormat.ONLINE: "online|e-learning|webinar|digital|virtuell|onlinekurs|virtual",
        CourseFormat.HYBRID: "hybrid|blended|blended learning",
    },
)

course_status = of_list(
    CourseStatus,
    {
        CourseStatus.DRAFT: "draft|entwurf|nein|no|n|0|falsch|false",
        CourseStatus.PUBLISHED: "published|veröffentlicht|ja|j|yes|y|x|1|aktiv|active|wahr|true",
        CourseStatus.ARCHIVED: "archived|archiviert|archiv|eingestellt|inaktiv|inactive",
    },
)

result = of_list(
    Result,
    {
        Result.PASSED: "passed|pass|bestanden|teilgenommen|abgeschlossen|erfolgreich|completed"
        "|attended|mit Erfolg|erfolgreich teilgenommen|ja|yes|x|erfüllt|successful|teilnahme",
        Result.FAILED: "failed|fail|nicht bestanden|nicht teilgenommen|nicht abgeschlossen"
        "|not completed|not_completed|abgebrochen|ohne Erfolg|nein|no|durchgefallen|not passed"
        "|no show|no_show|nicht erschienen|unentschuldigt|gefehlt|dropped out",
    },
)

activity = of_list(
    Activity,
    {
        Activity.LISTENING: "hören|hörverstehen",
        Activity.READING: "lesen|leseverstehen",
        Activity.SPEAKING: "sprechen|mündlich|oral",
        Activity.WRITING: "schreiben|schriftlich|written",
    },
)

evidence = of_list(
    Evidence,
    {
        Evidence.SELF_ASSESSMENT: "selbsteinschätzung|self-declared|selbstauskunft",
        Evidence.MANAGER: "führungskraft|bestätigung der führungskraft|vorgesetzte|manager"
        "|confirmed by the manager|bestätigt",
        Evidence.PLACEMENT_TEST: "einstufungstest|einstufung|test",
        Evidence.COURSE: "kurs|lehrgang|course|seminar|teilnahme",
        Evidence.CERTIFICATE: "zertifikat|zeugnis|prüfung|certificate|exam|diploma",
        Evidence.PRACTICE: "praxis|berufspraxis|praktische erfahrung|practice|experience",
    },
)

status = of_list(
    Status,
    {
        Status.REQUESTED: "angefragt|beantragt|requested|angemeldet",
        Status.WAITLISTED: "warteliste|waiting list|waiting",
        Status.OFFERED: "platz angeboten|offered",
        Status.CONFIRMED: "bestätigt|zugesagt|confirmed|teilnahme bestätigt",
        Status.DECLINED: "abgelehnt|declined",
        Status.WITHDRAWN: "zurückgezogen|abgemeldet|storniert|withdrawn",
        Status.COMPLETED: "abgeschlossen|bestanden|teilgenommen|completed",
        Status.NOT_COMPLETED: "nicht abgeschlossen|nicht bestanden|not completed",
        Status.NO_SHOW: "nicht erschienen|nicht teilgenommen|did not attend|no show",
    },
)

withdrawal_reason = of_list(
    WithdrawalReason,
    {
        WithdrawalReason.OFFICIAL: "dienstlich|dienstliche gründe|official",
        WithdrawalReason.PERSONAL: "persönlich|private gründe|personal",
    },
)

presence = of_list(
    Presence,
    {
        Presence.PRESENT: "anwesend|ja|x|yes|da|present",
        Presence.EXCUSED: "entschuldigt|e|excused",
        Presence.UNEXCUSED: "unentschuldigt|nein|no|abwesend|fehlt|absent|u",
    },
)

offering_status = of_list(
    OfferingStatus,
    {
        OfferingStatus.DRAFT: "entwurf|draft|nein|no",
        OfferingStatus.PUBLISHED: "veröffentlicht|published|ja|yes",
    },
)
