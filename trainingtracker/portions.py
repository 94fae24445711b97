"""Ids in portions that one query can carry.

SQLite takes no more than 32,766 values in a query, PostgreSQL 65,535.
"""

from collections.abc import Iterator, Sequence

_IDS_PER_QUERY = 500


def portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _IDS_PER_QUERY):
        yield ids[start : start + _IDS_PER_QUERY]
