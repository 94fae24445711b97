"""Work that goes on after the answer: one thread of this process, for lists that came in and for
long reports.

A thread may die with its process at any moment. That is no loss: what it works on is claimed for a
short time only (jobs/imports.py, jobs/reports.py), and is taken up again by the worker or by the
next look at its page.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock

from flask import Flask, current_app

from trainingtracker import clock
from trainingtracker.jobs.imports import forget_old_imports, work_on
from trainingtracker.jobs.reports import make_report

_NAME = "background"


class Background:
    """The thread of one application, made when it is first needed (after the server has forked)."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._tasks: dict[tuple[str, int], Future[None]] = {}

    def take_up(self, run_id: int, patience: float = 0) -> None:
        """Work on an import, unless that is under way here; wait for its end so many seconds."""
        self._submit(("import", run_id), self._work_on, patience)

    def make_report(self, run_id: int, patience: float = 0) -> None:
        """Make a report, unless that is under way here; wait for it so many seconds."""
        self._submit(("report", run_id), self._make, patience)

    def _submit(self, key: tuple[str, int], work: Callable[[int], None], patience: float) -> None:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(1, thread_name_prefix="background")
            task = self._tasks.get(key)
            if task is None or task.done():
                self._tasks = {each: task for each, task in self._tasks.items() if not task.done()}
                task = self._tasks[key] = self._pool.submit(work, key[1])
        if patience:
            wait([task], timeout=patience)

    def finish(self) -> None:
        """Wait until nothing is under way here."""
        wait(list(self._tasks.values()))

    def _work_on(self, run_id: int) -> None:
        with self._app.app_context():
            work_on(run_id)
            forget_old_imports(clock.now())

    def _make(self, run_id: int) -> None:
        with self._app.app_context():
            make_report(run_id)


def prepare(app: Flask) -> None:
    app.extensions[_NAME] = Background(app)


def background() -> Background:
    """The one of this application."""
    found: Background = current_app.extensions[_NAME]
    return found
