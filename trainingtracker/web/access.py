"""Who may use a route. Every view carries a decision; one without it is never served."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from trainingtracker.accounts.actor import Actor
from trainingtracker.vocabulary import HearingBody, Role
from trainingtracker.web.requests import actor_or_none

View = TypeVar("View", bound=Callable[..., Any])

# Served by Flask and Bootstrap-Flask: style sheets, scripts, icons.
_ASSETS = {"static", "bootstrap.static"}


@dataclass(frozen=True)
class Rule:
    """A decision about who may: its name for the matrix, and the test of an actor."""

    name: str
    allows: Callable[[Actor], bool]
    public: bool = False


PUBLIC = Rule("public", lambda _: True, public=True)
SIGNED_IN = Rule("signed in", lambda _: True)
MANAGER = Rule("manager", lambda actor: actor.is_manager)
MANAGER_OR_HR = Rule("manager or hr", lambda actor: actor.is_manager or actor.is_hr)
HR = Rule("hr", lambda actor: actor.is_hr)
HR_OR_COORDINATOR = Rule(
    "hr or coordinator", lambda actor: actor.is_hr or bool(actor.coordinated_units)
)
DECIDER_OR_COORDINATOR = Rule(
    "manager, hr or coordinator",
    lambda actor: actor.is_manager or actor.is_hr or bool(actor.coordinated_units),
)
TRAINER_OR_HR = Rule("trainer or hr", lambda actor: actor.has(Role.TRAINER, Role.HR))
HR_OR_ADMIN = Rule("hr or admin", lambda actor: actor.has(Role.HR, Role.ADMIN))
HEARD = Rule("heard about rounds", lambda actor: actor.has(*(body.role for body in HearingBody)))
ADMIN = Rule("admin", lambda actor: actor.has(Role.ADMIN))


def access(rule: Rule) -> Callable[[View], View]:
    """Decorate a view with the decision about who may use it."""

    def decorate(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return decorate


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """The decision about an endpoint; None where nobody has decided."""
    if endpoint in _ASSETS:
        return PUBLIC
    return getattr(app.view_functions[endpoint], "access_rule", None)


def enforce(app: Flask) -> None:
    """Check every request against its route's decision before the view runs."""

    @app.before_request
    def decide() -> Response | None:
        if request.endpoint is None:
            return None
        rule = rule_of(app, request.endpoint)
        if rule is None:
            raise LookupError(f"nobody has decided who may use {request.endpoint}")
        if rule.public:
            return None
        actor = actor_or_none()
        if actor is None:
            target = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("sign_in.sign_in", next=target), 303)
        if not rule.allows(actor):
            abort(403)
        return None
