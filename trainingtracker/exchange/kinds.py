"""Every kind of list. To add one: a package that describes it, named like its kind.

Each is imported when a list of its kind is first looked at: no other page needs any of it.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import cast

from trainingtracker.exchange.kind import KindOfList
from trainingtracker.vocabulary import ListKind


class _Kinds(Mapping[ListKind, KindOfList]):
    """In the order of the vocabulary."""

    def __getitem__(self, kind: ListKind) -> KindOfList:
        package = import_module(f"trainingtracker.exchange.{kind.value}.kind")
        return cast("KindOfList", package.KIND)

    def __iter__(self) -> Iterator[ListKind]:
        return iter(ListKind)

    def __len__(self) -> int:
        return len(ListKind)


KINDS = _Kinds()
