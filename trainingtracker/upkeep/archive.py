"""The file of a backup: a zip archive with a manifest and the database.

Not in it, on purpose: `secret_key` and `config.toml`. Whoever holds a backup could sign sessions
with the one and send mail with the other; both belong to the machine. A restored installation
makes a new key, and everybody signs in again.
"""

import hashlib
import json
import os
import zipfile
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from trainingtracker.errors import StartError

FORMAT = 1
_MANIFEST = "manifest.json"
_PORTION = 1 << 20
MEMBERS = {"sqlite": "database.sqlite3", "postgresql": "database.sql"}


@dataclass(frozen=True)
class Manifest:
    """What a backup is: of which version and database, made when, and the sum of its content."""

    version: str
    revision: str
    engine: str
    made_at: str
    size: int
    sha256: str
    format: int = FORMAT


def write(target: Path, content: Path, *, version: str, revision: str, engine: str,
          now: datetime) -> Manifest:  # fmt: skip
    """Pack the content beside the target, read it back, and put it into place as a whole.

    The file is its owner's alone. Raises StartError where there is a file of that name already.
    """
    manifest = Manifest(
        version, revision, engine, now.isoformat(), content.stat().st_size, _sum(content)
    )
    with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
        beside = Path(folder) / target.name
        beside.touch(0o600)
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")
            archive.write(content, MEMBERS[engine])
        read(beside)
        extract(beside, manifest, Path(folder))
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        if target.exists():
            raise StartError(f"There is a file {target} already; name another one.")
        beside.rename(target)
    return manifest


def read(file: Path) -> Manifest:
    """The manifest of a backup; raises StartError for anything else."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = Manifest(**json.loads(archive.read(_MANIFEST)))
    except FileNotFoundError:
        raise StartError(f"There is no file {file}.") from None
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise StartError(f"{file} is no backup of Training Tracker, or is damaged.") from error
    if manifest.format != FORMAT or manifest.engine not in MEMBERS:
        raise StartError(f"{file} was written by a newer version ({manifest.version}).")
    return manifest


def extract(file: Path, manifest: Manifest, folder: Path) -> Path:
    """The database of a backup, unpacked and compared with its sum; StartError if damaged."""
    name = MEMBERS[manifest.engine]
    try:
        with zipfile.ZipFile(file) as archive:
            content = Path(archive.extract(name, folder))
    except (zipfile.BadZipFile, KeyError, zlib.error) as error:
        raise StartError(f"{file} is damaged and cannot be used.") from error
    if _sum(content) != manifest.sha256:
        raise StartError(f"{file} is damaged and cannot be used: its sum is not right.")
    return content


def _sum(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while portion := content.read(_PORTION):
            digest.update(portion)
    return digest.hexdigest()
