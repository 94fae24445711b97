"""Whether a list that comes in every night would change more than it should."""

from trainingtracker.exchange.preview import ChangeOf, Preview
from trainingtracker.text import Message, mark

_TOO_MANY = mark(
    "The list would change %(number)s of %(total)s entries (%(share)s %%); fewer than %(limit)s %%"
    " were expected."
)
_TOO_MANY_MISSING = mark(
    "%(number)s of %(total)s entries on record are missing from the list (%(share)s %%); fewer"
    " than %(limit)s %% were expected."
)


def refusal(preview: Preview, limit: float) -> Message | None:
    """Why the list should not go in unseen; None where it is plausible.

    `limit` in percent of what is on record, or of the list where that is longer: new and changed
    entries together must stay below it, and so must those that are missing from the list.
    """
    counts = preview.counts()
    total = max(preview.on_record, preview.rows)
    for message, number in (
        (_TOO_MANY, counts[ChangeOf.NEW] + counts[ChangeOf.CHANGED]),
        (_TOO_MANY_MISSING, counts[ChangeOf.MISSING]),
    ):
        share = 100 * number / total if total else 0.0
        if number and share >= limit:
            values = {"number": number, "total": total, "share": round(share, 1), "limit": limit}
            return Message(message, values)
    return None
