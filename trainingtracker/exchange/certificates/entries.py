"""One row of a list of language certificates, read and checked for itself."""

from datetime import date

from trainingtracker.exchange.certificates.schemes import Proof, Schemes
from trainingtracker.exchange.finding.people import PersonFinder
from trainingtracker.exchange.finding.person_columns import person_of
from trainingtracker.exchange.finding.terms import CompetenceAt, CourseTerms
from trainingtracker.exchange.holdings.entries import Entry, until_of
from trainingtracker.exchange.meaning import words
from trainingtracker.exchange.meaning.cells import text
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.vocabulary import Evidence

_SCORE = 20


class CertificateReader:
    """Reads rows by the tables of the schemes."""

    def __init__(self) -> None:
        self._schemes = Schemes()

    def __call__(
        self, record: Record, people: PersonFinder, terms: CourseTerms, today: date
    ) -> Entry | None:
        """What the certificate of a row proves; None where something is wrong with it."""
        person = person_of(record, people)
        named = record.read("scheme", lambda cell: self._schemes.named(text(cell)))
        on = record.day("evidence_date")
        for name, value in (("scheme", named), ("evidence_date", on)):
            if value is None and name not in record.wrong:
                record.missing(name)
        language = record.read("language", terms.language)
        activity = record.read("activity", words.activity)
        since = record.day("since") or on
        until = until_of(record, since, today)
        if not record.sound or named is None or on is None or person is None or since is None:
            return None
        key, beside = named
        score = record.text("score", _SCORE) or beside
        column = "score" if record.filled("score") else "scheme"
        proof: Proof | None = record.read(
            column, lambda _: self._schemes.proof(key, language, score, on)
        )
        if proof is None:
            return None
        at = CompetenceAt(proof.competence_id, proof.level_id)
        return Entry(
            record=record, person=person, at=at, code=terms.code(at), activity=activity,
            evidence=Evidence.CERTIFICATE, evidence_date=on, since=since, until=until,
            scheme_id=proof.scheme_id, scheme=self._schemes.name(key), score=proof.score or None,
        )  # fmt: skip
