"""The entries of the navigation: what people do here, each shown to those who may."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request, url_for

from trainingtracker.accounts.actor import Actor
from trainingtracker.text import mark
from trainingtracker.web.access import rule_of


@dataclass(frozen=True)
class Entry:
    """One entry; shown where its route exists and its access rule lets the reader in.

    A page whose trail begins with the entry belongs to it, however the reader has come; without
    such a trail, what the blueprints in `also` show does.
    """

    endpoint: str
    label: str
    icon: str
    also: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        """Whether the page shown is this entry's or one below it, as far as its route tells."""
        return request.endpoint == self.endpoint or request.blueprint in self.also


# One tuple a group: everyone's, a manager's, HR's, everything else.
ENTRIES: tuple[tuple[Entry, ...], ...] = (
    (
        Entry(
            "my_training.home",
            mark("My training"),
            "house",
            ("my_training", "enrolment", "feedback", "external"),
        ),
        Entry(
            "catalogue.courses",
            mark("Catalogue"),
            "journal-text",
            ("catalogue", "interest", "own_placement"),
        ),
        Entry("my_competences.show", mark("Competences"), "award", ("my_competences",)),
    ),
    (
        Entry(
            "approvals.waiting",
            mark("Approvals"),
            "check2-square",
            (
                "approvals",
                "decide_together",
                "reminder_rule",
                "deputies",
                "deputy_days",
                "external_decisions",
            ),
        ),
        Entry("team.team", mark("My team"), "people", ("team", "needs", "nominations")),
    ),
    (
        Entry(
            "planning.show",
            mark("Planning"),
            "calendar-check",
            (
                "planning",
                "calendar",
                "care_costs",
                "demand",
                "external_check",
                "hearing_rule",
                "placements",
                "placement_groups",
                "placement_for_somebody",
                "post",
                "unused_places",
                "budgets",
                "reorganisations",
                "targets",
                "costs_list",
            ),
        ),
        Entry(
            "courses_admin.listing",
            mark("Courses"),
            "book",
            ("courses_admin", "topics", "course_questions"),
        ),
        Entry(
            "offerings.listing",
            mark("Offerings"),
            "calendar3",
            (
                "offerings",
                "offering_copy",
                "roster",
                "selection",
                "participants",
                "attendance",
                "attendance_grid",
                "check_in",
                "closing",
                "feedback_results",
                "invited",
                "rounds",
                "round_criteria",
                "paper_reply",
                "costs",
            ),
        ),
        Entry(
            "people.listing",
            mark("People"),
            "person-vcard",
            ("people", "person_enrolments", "person_contact"),
        ),
        Entry(
            "imports.listing",
            mark("Imports"),
            "box-arrow-in-down",
            ("imports", "import_run", "import_columns", "import_leaving", "import_undo"),
        ),
        Entry("dashboard.show", mark("At a glance"), "graph-up", ("dashboard",)),
        Entry(
            "reports.listing",
            mark("Reports"),
            "bar-chart",
            ("reports", "report_runs", "saved_reports"),
        ),
    ),
    (
        Entry("hearings.listing", mark("Hearings"), "ear", ("hearings",)),
        Entry(
            "accounts.search", mark("Accounts"), "key", ("accounts", "account_roles", "new_account")
        ),
        Entry("consents.show", mark("Consents"), "shield-check"),
        Entry("pages_edit.listing", mark("Site texts"), "file-text", ("pages_edit",)),
    ),
)


def visible_groups(actor: Actor) -> Iterator[list[Entry]]:
    """The groups of entries that this reader gets, empty ones left out."""
    for group in ENTRIES:
        shown = [entry for entry in group if _open_to(entry, actor)]
        if shown:
            yield shown


def begun_by(groups: list[list[Entry]], trail: str) -> Entry | None:
    """The entry that the trail of links above a page begins with, if it is one of these."""
    first = re.search(r'href="([^"]*)"', trail)
    entries = (entry for group in groups for entry in group)
    return next((e for e in entries if first and first[1] == e.address), None)


def _open_to(entry: Entry, actor: Actor) -> bool:
    if entry.endpoint not in current_app.view_functions:
        return False
    rule = rule_of(current_app, entry.endpoint)
    return rule is not None and rule.allows(actor)
