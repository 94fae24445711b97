"""What every application of the tests would compile anew, compiled once a process.

Each database of the tests has an application of its own. Its templates and its statements are the
same as those of the others, and compiling them takes long.
"""

from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache

_STATEMENTS = 4000


class _Templates(BytecodeCache):
    """The code of every template that an application of this process has compiled."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out the code while the template's text is the same."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has just been compiled."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


class Compiled:
    """What the applications of this process share."""

    def __init__(self) -> None:
        self._templates = _Templates()
        self._dialects: dict[str, tuple[Dialect, LRUCache[Any, Any]]] = {}

    def share(self, app: Flask, engine: Engine) -> None:
        """Let this application, too, use what others have compiled."""
        app.jinja_env.bytecode_cache = self._templates
        # Statements are kept by their dialect, which is made for each engine but has no state
        # besides what it has learnt from the server.
        known = self._dialects.setdefault(engine.name, (engine.dialect, LRUCache(_STATEMENTS)))
        engine.dialect, statements = known
        engine.update_execution_options(compiled_cache=statements)
