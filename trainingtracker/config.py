"""Configuration: defaults, then instance/config.toml, then TRAININGTRACKER_* variables.

A wrong value stops the start with a sentence that names it.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from trainingtracker.errors import StartError

PREFIX = "TRAININGTRACKER_"
PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Option:
    """One thing that can be configured: its default and what it means."""

    default: str | int | bool | None
    meaning: str


OPTIONS: dict[str, Option] = {
    "DATABASE_URL": Option(
        None, "`postgresql://user:password@host/name`; default: SQLite in the instance folder"
    ),
    "SECRET_KEY": Option(None, "signs sessions; default: made once in the instance folder"),
    "EXTERNAL_URL": Option(
        "http://127.0.0.1:8000", "how people reach the site, for links in mails"
    ),
    "SECURE_COOKIES": Option(None, "send cookies over https only; default: when EXTERNAL_URL is"),
    "PROXY_HOPS": Option(0, "number of trusted reverse proxies in front"),
    "SMTP_HOST": Option(None, "mail server; none: mails become files in instance/mail"),
    "SMTP_PORT": Option(25, "port of the mail server"),
    "SMTP_STARTTLS": Option(default=False, meaning="use STARTTLS"),
    "SMTP_USER": Option(None, "mail account, where the server asks for one"),
    "SMTP_PASSWORD": Option(None, "its password"),
    "MAIL_FROM": Option("training@localhost", "sender of all mails"),
    "RATE_LIMIT_STORAGE": Option("memory://", "where attempts are counted; Redis in production"),
    "SIGN_IN_LIMIT": Option("10 per minute; 60 per hour", "sign-in attempts per address"),
    "SIGN_IN_LIMIT_PER_LOGIN": Option("20 per hour", "failed sign-in attempts per user name"),
}


def resource_folder(name: str) -> Path:
    """`templates` or `migrations`: beside the package in a checkout, else inside the wheel."""
    checkout = PACKAGE.parent / name
    beside_package = (PACKAGE.parent / "pyproject.toml").exists() and checkout.is_dir()
    return checkout if beside_package else PACKAGE / "_shipped" / name


def instance_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of database, secret key, mails and local configuration."""
    return Path(environment.get(PREFIX + "INSTANCE") or "instance").resolve()


def load(instance: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Every Flask setting of this installation; raises StartError for a wrong value."""
    make_folder(instance)
    values = {name: option.default for name, option in OPTIONS.items()}
    values.update(_from_file(instance / "config.toml"))
    for name in OPTIONS:
        if PREFIX + name in environment:
            values[name] = _typed(name, environment[PREFIX + name])
    url = _database_url(values["DATABASE_URL"], instance)
    external_url = str(values["EXTERNAL_URL"])
    if not external_url.startswith(("http://", "https://")):
        raise StartError(f"{PREFIX}EXTERNAL_URL must begin with http:// or https://.")
    secure = values["SECURE_COOKIES"]
    secure = external_url.startswith("https://") if secure is None else secure
    return values | {
        "SECRET_KEY": values["SECRET_KEY"] or _secret_key(instance / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(url),
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "trainingtracker",
        "REMEMBER_COOKIE_SECURE": secure,
        "PERMANENT_SESSION_LIFETIME": 12 * 3600,
        "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 20_000,
        "WTF_CSRF_TIME_LIMIT": None,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "BABEL_DEFAULT_LOCALE": "de",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Berlin",
        "RATELIMIT_STORAGE_URI": values["RATE_LIMIT_STORAGE"],
        "SEND_FILE_MAX_AGE_DEFAULT": 365 * 24 * 3600,
    }


def make_folder(folder: Path) -> None:
    """Create the instance folder and see that it can be written; StartError otherwise."""
    try:
        # Personal data: made for its owner alone; an administrator may open it to a group.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StartError(
            f"The instance folder {folder} cannot be written ({error.strerror}); "
            f"allow writing or name another one in {PREFIX}INSTANCE."
        ) from error


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StartError(f"{path} cannot be read: {error}.") from error
    unknown = sorted(set(found) - set(OPTIONS))
    if unknown:
        raise StartError(f"{path} has settings that do not exist: {', '.join(unknown)}.")
    return {name: _typed(name, value) for name, value in found.items()}


def _typed(name: str, value: Any) -> Any:
    """The value in the option's type; booleans are true/false, yes/no, 1/0."""
    default = OPTIONS[name].default
    if isinstance(default, bool) or name == "SECURE_COOKIES":
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if str(value).lower() not in words:
            raise StartError(f"{PREFIX}{name} must be true or false, not {value!r}.")
        return words[str(value).lower()]
    if isinstance(default, int):
        try:
            return int(value)
        except ValueError:
            raise StartError(f"{PREFIX}{name} must be a whole number, not {value!r}.") from None
    return str(value)


def _database_url(configured: Any, instance: Path) -> str:
    if not configured:
        return f"sqlite:///{instance / 'trainingtracker.sqlite3'}"
    try:
        url = make_url(str(configured))
    except ArgumentError:
        raise StartError(f"{PREFIX}DATABASE_URL is not a database address.") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise StartError(f"{PREFIX}DATABASE_URL must name SQLite or PostgreSQL.")
    return url.render_as_string(hide_password=False)


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 30}}
    # A server that does not answer is told of after ten seconds, not after minutes.
    timeout = {"connect_timeout": 10}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "connect_args": timeout}


def _secret_key(path: Path) -> str:
    """Read the installation's key, or make it once, readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
