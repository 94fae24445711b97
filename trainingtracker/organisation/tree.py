"""The tree of units as it stood on a day: all of it fits a query, and is kept until it changes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import NamedTuple

from sqlalchemy import Select, select

from trainingtracker.collation import fold
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Unit, UnitVersion
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import UnitKind

# The tables that a tree is read from.
READ = (Unit, UnitVersion)

_Versions = Select[int, str, str, str, UnitKind | None, int | None]


class UnitNode(NamedTuple):
    """One unit of the tree; the top level has depth 0."""

    id: int
    number: str
    name: Bilingual
    kind: UnitKind | None
    parent_id: int | None
    depth: int

    def in_language(self, language: str) -> str:
        return f"{self.number} {self.name.in_language(language)}"


class UnitTree:
    """Units by id, in depth-first order, siblings by number. Nobody changes it: it is shared."""

    def __init__(self, nodes: list[UnitNode]) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._by_number = {node.number: node for node in nodes}
        self._places = {node.id: place for place, node in enumerate(nodes)}
        # How many units each level has.
        self.at_depth = Counter(node.depth for node in nodes)
        self._children: dict[int | None, list[int]] = {}
        for node in nodes:
            self._children.setdefault(node.parent_id, []).append(node.id)

    @classmethod
    def load(cls, as_of: date, known_at: datetime | None = None) -> "UnitTree":
        """The tree on the day `as_of`; a unit whose parent is gone stands at the top."""
        if known_at is not None:
            return cls._grown(_versions(as_of, known_at))
        return kept(("units", as_of), lambda: cls._grown(_versions(as_of)), of=READ, large=True)

    @classmethod
    def above(cls, unit_id: int | None, as_of: date) -> "UnitTree":
        """A unit and those above it alone; empty for a unit that does not exist on the day."""
        version = UnitVersion
        own = select(version.unit_id, version.parent_id).where(
            version.unit_id == unit_id, version.valid(as_of)
        )
        path = own.cte("path", recursive=True)
        higher = (
            select(version.unit_id, version.parent_id)
            .join(path, version.unit_id == path.c.parent_id)
            .where(version.valid(as_of))
        )
        ids = select(path.union(higher).c.unit_id)
        return cls._grown(_versions(as_of).where(Unit.id.in_(ids)))

    @classmethod
    def _grown(cls, versions: _Versions) -> "UnitTree":
        rows = {row.id: row for row in db.session.execute(versions)}
        children: dict[int | None, list[int]] = {}
        # The last sibling first: a stack turns the order round.
        for row in sorted(rows.values(), key=lambda row: _number_key(row.number), reverse=True):
            parent_id = row.parent_id if row.parent_id in rows else None
            children.setdefault(parent_id, []).append(row.id)
        nodes: list[UnitNode] = []
        pending: list[tuple[int, int | None, int]] = [
            (top, None, 0) for top in children.get(None, [])
        ]
        while pending:
            unit_id, parent_id, depth = pending.pop()
            _, number, name_de, name_en, kind, _ = rows[unit_id]
            name = Bilingual(name_de, name_en)
            nodes.append(UnitNode(unit_id, number, name, kind, parent_id, depth))
            pending.extend((child, unit_id, depth + 1) for child in children.get(unit_id, []))
        return cls(nodes)

    @cached_property
    def in_one_language(self) -> dict[str, Bilingual]:
        """The names that there are in one of the languages alone, by what they are there."""
        names = {node.name for node in self._nodes.values()}
        return {name.de or name.en: name for name in names if not (name.de and name.en)}

    def __contains__(self, unit_id: int | None) -> bool:
        return unit_id in self._nodes

    def __getitem__(self, unit_id: int) -> UnitNode:
        return self._nodes[unit_id]

    def __len__(self) -> int:
        return len(self._nodes)

    def get(self, unit_id: int | None) -> UnitNode | None:
        return self._nodes.get(unit_id) if unit_id is not None else None

    def by_number(self, number: str) -> UnitNode | None:
        return self._by_number.get(number)

    def in_order(self) -> Iterator[UnitNode]:
        """Depth first, every parent directly before its children."""
        return iter(self._nodes.values())

    def place(self, unit: UnitNode | None) -> int:
        """How many units come before this one, to sort by; no unit comes before all others."""
        return self._places.get(unit.id, -1) if unit else -1

    def children(self, unit_id: int | None) -> list[UnitNode]:
        return [self._nodes[child] for child in self._children.get(unit_id, [])]

    def subtree_ids(self, unit_id: int) -> set[int]:
        """The unit and everything below it; empty for a unit that does not exist then."""
        if unit_id not in self._nodes:
            return set()
        found, pending = set[int](), [unit_id]
        while pending:
            current = pending.pop()
            found.add(current)
            pending.extend(self._children.get(current, []))
        return found

    def ancestor_ids(self, unit_id: int) -> list[int]:
        """The units above, nearest first."""
        above: list[int] = []
        node = self.get(unit_id)
        while node is not None and node.parent_id is not None:
            above.append(node.parent_id)
            node = self.get(node.parent_id)
        return above


def _versions(as_of: date, known_at: datetime | None = None) -> _Versions:
    return (
        select(
            Unit.id,
            Unit.number,
            UnitVersion.name_de,
            UnitVersion.name_en,
            UnitVersion.kind,
            UnitVersion.parent_id,
        )
        .join(UnitVersion, UnitVersion.unit_id == Unit.id)
        .where(UnitVersion.valid(as_of, known_at))
    )


@lru_cache(maxsize=2**14)
def _number_key(number: str) -> str:
    """Numbers in natural order: 15.2 before 15.10, and 5 before 14."""
    parts = [part.zfill(8) if part.isdigit() else fold(part) for part in number.split(".")]
    return ".".join(parts)
