"""Sending a file while it is made: under a name, and not whole before its access is on record."""

from collections.abc import Callable, Generator, Iterator

from flask import Response
from werkzeug.http import dump_options_header

from trainingtracker.extensions import db


def as_attachment(response: Response, file_name: str) -> Response:
    """Have it saved under this name, which may have umlauts."""
    response.headers["Content-Disposition"] = dump_options_header(
        "attachment", {"filename": file_name}
    )
    return response


def held_back(
    pieces: Iterator[bytes], finish: Callable[[bool], None]
) -> Generator[bytes, None, None]:
    """The pieces; the last one leaves when `finish` has been told whether all of them are there.

    So no file escapes the record. Whoever breaks off has read the rows that had gone into pieces
    by then; the transaction in which they were read is over when `finish` is called.
    """
    held, complete = b"", False
    try:
        for piece in pieces:
            if held:
                yield held
            held = piece
        complete = True
    finally:
        db.session.rollback()
        finish(complete)
    yield held
