"""Hundreds of people who press the same button, each in a browser where they are signed in."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Barrier, Lock, Thread
from urllib.parse import urlencode

from flask import Flask, session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Account
from trainingtracker.web.requests import SignedIn

_BROWSER = "Browser of the crowd"

# The status of an answer, or what went wrong where the server was gone before it.
Answer = int | Exception


@dataclass(frozen=True)
class Visitor:
    """A signed-in browser: its cookie, and the token that its forms carry."""

    cookie: str
    csrf_token: str

    def post(self, port: int, path: str) -> Answer:
        return self._answer(port, "POST", path, urlencode({"csrf_token": self.csrf_token}))

    def get(self, port: int, path: str) -> Answer:
        return self._answer(port, "GET", path, None)

    def _answer(self, port: int, method: str, path: str, sent: str | None) -> Answer:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {
            "Cookie": f"trainingtracker={self.cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": _BROWSER,
        }
        try:
            connection.request(method, path, sent, headers)
            return connection.getresponse().status
        except (OSError, HTTPException) as error:
            return error
        finally:
            connection.close()


def visitors(app: Flask, person_ids: list[int]) -> dict[int, Visitor]:
    """A signed-in browser for each person, as the sign-in page would have left it."""
    accounts = db.session.scalars(select(Account).where(Account.person_id.in_(person_ids)))
    found = {account.person_id: signed_in(app, account, _BROWSER) for account in accounts}
    db.session.rollback()
    return found


def signed_in(app: Flask, account: Account, user_agent: str) -> Visitor:
    """A browser of this name after the account has signed in from this machine."""
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    surroundings = {"HTTP_USER_AGENT": user_agent, "REMOTE_ADDR": "127.0.0.1"}
    # In a context of its own: what is made for one request is kept in `g`.
    with app.app_context(), app.test_request_context("/", environ_base=surroundings):
        login_user(SignedIn(account))
        token = generate_csrf()
        return Visitor(signing.dumps(dict(session)), token)


Press = Callable[[], Answer]


def all_at_once(
    presses: dict[int, Press], after: int = 0, then: Callable[[], None] = lambda: None
) -> dict[int, Answer]:
    """Everybody presses at the same moment; when `after` are done, something happens.

    Returns the answers by the keys of the presses.
    """
    answers: dict[int, Answer] = {}
    barrier, lock = Barrier(len(presses)), Lock()

    def act(key: int, press: Press) -> None:
        barrier.wait()
        answer = press()
        with lock:
            answers[key] = answer
            if answer == 303 and Counter(answers.values())[303] == after:
                then()

    threads = [Thread(target=act, args=item) for item in presses.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
