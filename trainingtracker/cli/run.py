"""`trainingtracker run`: serve the site on this machine."""

import os
import socket

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from trainingtracker import config
from trainingtracker.accounts import first_administrator
from trainingtracker.cli.accounts import link_for_the_first
from trainingtracker.cli.demo import fill_if_empty, sign_in_hint, staff_option
from trainingtracker.errors import StartError
from trainingtracker.extensions import db


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535)
)
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option("--demo", is_flag=True, help="Fill an empty database with the example city.")
@staff_option
@click.pass_context
def run(context: click.Context, host: str, port: int, threads: int, demo: bool, staff: int) -> None:
    """Serve the site; the variable PORT names another port than 8000."""
    refuse_port_in_use(host, port)
    context.invoke(_serve, host=host, port=port, threads=threads, staff=staff if demo else 0)


@with_appcontext
def _serve(host: str, port: int, threads: int, staff: int) -> None:
    if staff:
        fill_if_empty(staff)
    address = f"http://{host}:{port}"
    if current_app.config["EXTERNAL_URL"] == config.OPTIONS["EXTERNAL_URL"].default:
        current_app.config["EXTERNAL_URL"] = address
    hint = _how_to_sign_in()
    db.session.remove()
    db.engine.dispose()
    greeting = f"Training Tracker runs on {address} (stop it with Ctrl+C).\n{hint}"
    serve(current_app._get_current_object(), host, port, threads, greeting)  # type: ignore[attr-defined]


def _how_to_sign_in() -> str:
    """The accounts of the example city; the link for the first account where there is none."""
    nobody = first_administrator.is_needed()
    hint = sign_in_hint()
    db.session.rollback()
    return link_for_the_first() if nobody else hint


def refuse_port_in_use(host: str, port: int) -> None:
    """StartError where another program listens on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(
                f"Port {port} on {host} cannot be used ({error.strerror}): stop the other program,"
                f" or choose another port, as in PORT={port + 1}."
            ) from error


def serve(app: Flask, host: str, port: int, threads: int, greeting: str) -> None:
    """Serve until stopped: gunicorn with threads, waitress on Windows."""
    if os.name == "nt":
        import waitress

        click.echo(greeting)
        waitress.serve(app, host=host, port=port, threads=threads)
        return
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        """One process, so that attempts counted in memory are counted once."""

        def load_config(self) -> None:
            settings = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "worker_class": "gthread",
                "threads": threads,
                "loglevel": "warning",
                "control_socket_disable": True,
                "when_ready": lambda _server: click.echo(greeting),
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    Server().run()
