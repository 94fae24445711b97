"""Where the program begins: the command line, given the application it works with."""

from flask import Flask

from trainingtracker import cli


def _create_app() -> Flask:
    # Imported when a command needs it: help and wrong words answer at once.
    from trainingtracker.app import create_app

    return create_app()


def main() -> None:
    """Run the command that was typed."""
    cli.main(_create_app)


if __name__ == "__main__":
    main()
