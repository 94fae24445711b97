"""How sessions begin their transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from trainingtracker.extensions import begin, db


# Only there does a writer begin in a way of its own.
@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_the_first_writers_of_a_new_process_do_not_wait_for_themselves(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both find that nobody has written yet; each must stay with one connection."""
    together = Barrier(2)
    made = Engine.execution_options

    def at_the_same_time(engine: Engine, **options: Any) -> Any:
        variant = made(engine, **options)
        together.wait()
        return variant

    monkeypatch.setattr(Engine, "execution_options", at_the_same_time)

    def write(_number: int) -> set[int]:
        with app.app_context():
            begin("write")
            seen = {id(db.session.get_bind()) for _ in range(2)}
            db.session.execute(text("SELECT 1"))
            db.session.rollback()
        return seen

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(write, range(2))
    assert one == other
    assert len(one) == 1
