"""The page of placement tests: those to enter, groups to form, asking for somebody."""

from dataclasses import dataclass, field

from flask import render_template

from trainingtracker.enrolment.queries import placements
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web.fields.who_form import WhoForm
from trainingtracker.web.people.placement_form import PlacementForm
from trainingtracker.web.requests import current_actor


@dataclass(frozen=True)
class Choice:
    """Who was ticked for which group and date, and why that cannot be."""

    group: str = ""
    placement_ids: set[int] = field(default_factory=set)
    offering_id: int | None = None
    refusal: str = ""


class AskForm(PlacementForm, WhoForm):
    """A course that begins with a test, and somebody else."""


def list_page(choice: Choice | None = None, ask_form: AskForm | None = None) -> str:
    """The page as it stands; HR sees groups and the form to ask, trainers their tests alone."""
    actor = current_actor()
    to_enter = placements.to_enter(actor)
    groups = placements.groups() if actor.is_hr else []
    log_access(
        AccessKind.ROSTER,
        actor_id=actor.person_id,
        row_count=len(to_enter) + sum(len(each.placements) for each in groups),
        filters={"list": "placement tests"},
    )
    return render_template(
        "placements/listing.html",
        to_enter=to_enter,
        groups=groups,
        is_hr=actor.is_hr,
        own_id=actor.person_id,
        choice=choice or Choice(),
        ask_form=(ask_form or AskForm(None)) if actor.is_hr else None,
    )
