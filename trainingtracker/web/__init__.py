"""The pages: parse HTTP, call one operation, commit, show."""

from importlib import import_module

from flask import Flask

# A package for each area; each of these modules owns a BLUEPRINT, and a new one is named here once.
_MODULES: tuple[str, ...] = (
    "accounts.sign_in",
    "accounts.first_administrator",
    "accounts.account",
    "accounts.accounts",
    "accounts.account_roles",
    "accounts.new_account",
    "accounts.invitation",
    "accounts.language",
    "site.pages",
    "site.pages_edit",
    "site.health",
    "enrolment.my_training",
    "competences.my_competences",
    "competences.consents",
    "enrolment.catalogue",
    "enrolment.enrolment",
    "enrolment.hand_over",
    "enrolment.transfer",
    "enrolment.interest",
    "approvals.approvals",
    "approvals.decide_together",
    "approvals.reminder_rule",
    "approvals.deputies",
    "approvals.deputy_days",
    "approvals.nominations",
    "people.team",
    "people.people",
    "people.person_enrolments",
    "people.person_contact",
    "courses.courses_admin",
    "courses.topics",
    "courses.course_questions",
    "offerings.calendar",
    "offerings.offerings",
    "offerings.offering_copy",
    "offerings.roster",
    "offerings.selection",
    "offerings.participants",
    "offerings.school_holidays",
    "offerings.cancellation",
    "offerings.decision",
    "offerings.invited",
    "attendance.attendance",
    "attendance.attendance_grid",
    "attendance.check_in",
    "attendance.closing",
    "rounds.rounds",
    "rounds.round_criteria",
    "rounds.hearings",
    "rounds.paper_reply",
    "rounds.hearing_rule",
    "placements.own_placement",
    "placements.placements",
    "placements.groups",
    "placements.for_somebody",
    "external.external",
    "external.external_decisions",
    "external.external_check",
    "feedback.feedback",
    "feedback.feedback_results",
    "costs.care_costs",
    "costs.unused_places",
    "costs.costs",
    "costs.costs_list",
    "costs.budgets",
    "planning.planning",
    "planning.post",
    "planning.reorganisations",
    "planning.needs",
    "planning.demand",
    "planning.targets",
    "reports.dashboard",
    "reports.released",
    "reports.statistics_release",
    "reports.reports",
    "reports.report_runs",
    "reports.saved_reports",
    "exchange.imports",
    "exchange.import_columns",
    "exchange.import_leaving",
    "exchange.import_run",
    "exchange.import_undo",
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
        links,
        requests,
        security,
        shell,
    )

    addresses.prepare(app)
    security.prepare(app)
    errors.prepare(app)
    requests.prepare(app)
    access.enforce(app)
    for part in (assets, background, filters, forms, links, shell):
        part.prepare(app)
    for name in _MODULES:
        app.register_blueprint(import_module(f"trainingtracker.web.{name}").BLUEPRINT)
