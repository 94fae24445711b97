"""Where the program begins: the command line, given the application it works with."""

import gc

from flask import Flask

from trainingtracker import cli


def _create_app() -> Flask:
    # Imported when a command needs it: help and wrong words answer at once.
    # Of what is loaded here nothing is garbage.
    gc.disable()
    from trainingtracker.app import create_app

    app = create_app()
    gc.enable()
    return app


def main() -> None:
    """Run the command that was typed."""
    cli.main(_create_app)


if __name__ == "__main__":
    main()
