"""Many ids as one parameter, where a statement is asked again and again for other people.

It reads the same whatever their number, so that it is put together and prepared once.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Dialect,
    Integer,
    String,
    TypeDecorator,
    literal,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class Ids(TypeDecorator[Collection[int]]):
    """An array for PostgreSQL; SQLite gets it as JSON."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return String() if dialect.name == "sqlite" else ARRAY(Integer)

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        ids = list(value or ())
        return json.dumps(ids) if dialect.name == "sqlite" else ids


def among(
    column: InstrumentedAttribute[int], ids: Collection[int] | BindParameter[Collection[int]]
) -> ColumnElement[Any]:
    """The condition that the column has one of the ids."""
    return _Among(column, ids if isinstance(ids, BindParameter) else literal(ids, Ids()))


class _Among(FunctionElement[Any]):
    # Of what is a Boolean SQLite would be asked whether it is 1, and no longer use an index.
    type = Integer()
    inherit_cache = True


@compiles(_Among)
def _in_an_array(element: _Among, compiler: SQLCompiler, **keywords: Any) -> str:
    column, ids = (compiler.process(clause, **keywords) for clause in element.clauses)
    return f"{column} = ANY ({ids})"


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: SQLCompiler, **keywords: Any) -> str:
    column, ids = (compiler.process(clause, **keywords) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 -- both are made by the compiler
