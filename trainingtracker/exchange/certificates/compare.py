"""Lists of language certificates: what each proves is held since the day of the exam."""

from datetime import date

from trainingtracker.exchange.certificates.entries import CertificateReader
from trainingtracker.exchange.certificates.fields import VOCABULARY
from trainingtracker.exchange.holdings.compare import compare_read
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.preview import Preview

__all__ = ["VOCABULARY", "compare"]


def compare(table: Table, preview: Preview, today: date) -> None:
    """Hold a list of certificates beside the holdings on record."""
    compare_read(CertificateReader(), table, preview, today)
