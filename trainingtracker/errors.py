"""What the rules say no with: a message id and its values, rendered at the edge."""


class RuleViolation(Exception):
    """A rule of the house refuses an operation.

    `message` is a message id (marked with `text.mark`), `values` fill its placeholders; the edge
    renders both in the reader's language with `text.sentence`. Nothing has been changed.
    """

    status_code = 422

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class StaleVersion(RuleViolation):
    """Somebody else saved in the meantime; the reader's changes are kept for comparison."""

    status_code = 409


class NotAllowed(RuleViolation):
    """The actor may know that the thing exists, but not do this to it."""

    status_code = 403


class StartError(Exception):
    """The program cannot start; the text is one English sentence that says what to do."""
