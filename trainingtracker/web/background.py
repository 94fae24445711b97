"""Work that goes on after the answer: one thread of this process, for lists that came in.

A thread may die with its process at any moment. That is no loss: what it works on is claimed for a
short time only (jobs/imports.py), and is taken up again by the worker or by the next look at its
page.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock

from flask import Flask, current_app

from trainingtracker import clock
from trainingtracker.jobs.imports import forget_old_imports, work_on

_NAME = "background"


class Background:
    """The thread of one application, made when it is first needed (after the server has forked)."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._tasks: dict[int, Future[None]] = {}

    def take_up(self, run_id: int, patience: float = 0) -> None:
        """Work on an import, unless that is under way here; wait for its end so many seconds."""
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(1, thread_name_prefix="imports")
            task = self._tasks.get(run_id)
            if task is None or task.done():
                self._tasks = {key: each for key, each in self._tasks.items() if not each.done()}
                task = self._tasks[run_id] = self._pool.submit(self._work_on, run_id)
        if patience:
            wait([task], timeout=patience)

    def finish(self) -> None:
        """Wait until nothing is under way here."""
        wait(list(self._tasks.values()))

    def _work_on(self, run_id: int) -> None:
        with self._app.app_context():
            work_on(run_id)
            forget_old_imports(clock.now())


def prepare(app: Flask) -> None:
    app.extensions[_NAME] = Background(app)


def background() -> Background:
    """The one of this application."""
    found: Background = current_app.extensions[_NAME]
    return found
