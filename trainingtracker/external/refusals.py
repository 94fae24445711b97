"""Refusals that are about one thing that was typed."""

from trainingtracker.errors import RuleViolation


class Wrong(RuleViolation):
    """A rule refuses what was given for `field`, which the form shows beside it."""

    def __init__(self, field: str, message: str, /, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field
