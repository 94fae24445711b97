"""A field for one file, and how a file that somebody has sent goes out again."""

from io import BytesIO
from typing import Any

from flask import Response, send_file
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage

from trainingtracker.external.documents import Sent


class UploadField(FileField):
    """One file; `sent` is what arrived, None where nothing was chosen."""

    _read: Sent | None = None

    @property
    def sent(self) -> Sent | None:
        chosen: Any = self.data
        if self._read is None and isinstance(chosen, FileStorage) and chosen.filename:
            self._read = Sent(chosen.filename, chosen.stream.read())
        return self._read


def as_download(content: bytes, name: str, media_type: str) -> Response:
    """A file of somebody else: saved, never shown by the browser, and powerless if it were."""
    response = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
