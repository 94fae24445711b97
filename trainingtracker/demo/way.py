"""One enrolment of the example city on its way, as rows to be written in bulk.

Its moves follow the state table, like those that `enrolment/transitions.py` writes one by one.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from trainingtracker.enrolment.states import HOLDING_A_PLACE, TRANSITIONS
from trainingtracker.vocabulary import Action, ApprovalStage, Presence, Result, Status, Unused


@dataclass
class Way:
    """The state of the enrolment, and the events, the decision and the attendance so far."""

    person_id: int
    requested_at: datetime
    status: Status | None = None
    place: int | None = None
    waiting_since: datetime | None = None
    decided_at: datetime | None = None
    finished_on: date | None = None
    result: Result | None = None
    percent: int | None = None
    token: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    approval: dict[str, Any] | None = None
    attendance: list[dict[str, Any]] = field(default_factory=list)
    unused: tuple[Unused, int, datetime] | None = None

    def move(
        self,
        action: Action,
        when: datetime,
        actor_id: int | None,
        *,
        place: int | None = None,
        reason: str = "",
        late: bool = False,
    ) -> None:
        """Move along the state table; `place` is the number to take where one is granted."""
        origin, target = self.status, TRANSITIONS[self.status, action]
        if self.place and (late or action is Action.MISS):
            reason_of = Unused.WITHDRAWN_LATE if late else Unused.NOT_ATTENDED
            self.unused = (reason_of, self.place, when)
        if target not in HOLDING_A_PLACE:
            self.place = None
        elif self.place is None:
            self.place = place
        self.status = target
        self.waiting_since = when if target is Status.WAITLISTED else None
        self.events.append(
            {
                "actor_id": actor_id,
                "action": action,
                "from_status": origin,
                "to_status": target,
                "effective_at": when,
                "recorded_at": when,
                "reason": reason,
                "late": late,
            }
        )

    def minutes_present(self, lengths: list[int]) -> int:
        return sum(
            length
            for row, length in zip(self.attendance, lengths, strict=True)
            if row["presence"] is Presence.PRESENT
        )

    def row(self, offering_id: int) -> dict[str, Any]:
        return {
            "offering_id": offering_id,
            "person_id": self.person_id,
            "status": self.status,
            "place": self.place,
            "awaiting": ApprovalStage.MANAGER if self.status is Status.REQUESTED else None,
            "requested_at": self.requested_at,
            "waiting_since": self.waiting_since,
            "decided_at": self.decided_at,
            "finished_on": self.finished_on,
            "result": self.result,
            "attended_percent": self.percent,
            "certificate_token": self.token,
            "version": len(self.events),
        }
