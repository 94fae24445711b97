"""The pages: parse HTTP, call one operation, commit, show."""

from importlib import import_module

from flask import Flask

# Each module owns a BLUEPRINT; a new one is named here once.
_MODULES: tuple[str, ...] = (
    "sign_in",
    "first_administrator",
    "account",
    "accounts",
    "account_roles",
    "new_account",
    "invitation",
    "language",
    "pages",
    "pages_edit",
    "health",
    "my_training",
    "catalogue",
    "enrolment",
    "hand_over",
    "transfer",
    "approvals",
    "decide_together",
    "reminder_rule",
    "deputies",
    "nominations",
    "team",
    "reports",
    "imports",
    "import_run",
    "planning",
    "calendar",
    "post",
    "courses_admin",
    "topics",
    "offerings",
    "offering_copy",
    "roster",
    "selection",
    "participants",
    "attendance",
    "attendance_grid",
    "check_in",
    "care_costs",
    "school_holidays",
    "closing",
    "cancellation",
    "decision",
    "unused_places",
    "people",
    "person_enrolments",
    "person_contact",
    "feedback",
    "feedback_results",
    "course_questions",
    "interest",
    "own_placement",
    "placements",
    "needs",
    "demand",
    "invited",
    "external",
    "external_decisions",
    "external_check",
    "rounds",
    "round_criteria",
    "hearings",
    "hearing_rule",
    "costs",
    "costs_list",
    "budgets",
)


def register_pages(app: Flask) -> None:
    """Hang every page, and what all pages share, onto the application."""
    from trainingtracker.web import (
        access,
        addresses,
        assets,
        background,
        errors,
        filters,
        forms,
        requests,
        security,
        shell,
    )

    addresses.prepare(app)
    security.prepare(app)
    errors.prepare(app)
    requests.prepare(app)
    access.enforce(app)
    for part in (assets, background, filters, forms, shell):
        part.prepare(app)
    for name in _MODULES:
        app.register_blueprint(import_module(f"trainingtracker.web.{name}").BLUEPRINT)
