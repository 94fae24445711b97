"""The tables of the documents that say what the code says, written by the code.

`python -m tests.support.documents` (or `make docs`) brings them up to date; with `--check` it only
says which documents are not. A table stands between `<!-- name -->` and `<!-- end -->`.
"""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from trainingtracker.accounts.actor import Actor
from trainingtracker.app import create_app
from trainingtracker.cli.config import table_of_settings
from trainingtracker.enrolment.states import TRANSITIONS
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.vocabulary import Role
from trainingtracker.web.access import Rule, rule_of

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "docs/architecture.md", "docs/lists.md")
_SECTION = re.compile(r"<!-- (\w+) -->\n.*?<!-- end -->", re.DOTALL)
_PARAMETER = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")


def settings() -> list[str]:
    return table_of_settings()


def states() -> list[str]:
    """Every move that an enrolment can make."""
    lines = ["| from | action | to |", "| --- | --- | --- |"]
    for (origin, action), target in TRANSITIONS.items():
        lines.append(f"| {origin.value if origin else '-'} | {action.value} | {target.value} |")
    return lines


def permissions() -> list[str]:
    """Who passes which rule, and the routes that each rule decides."""
    with tempfile.TemporaryDirectory() as folder:
        by_rule = _routes(create_app(Path(folder)))
    actors = _actors()
    lines = [
        f"| rule | {' | '.join(actors)} |",
        f"| --- |{' --- |' * len(actors)}",
    ]
    for rule in by_rule:
        cells = ["x" if _allows(rule, actor) else "" for actor in actors.values()]
        lines.append(f"| {rule.name} | {' | '.join(cells)} |")
    lines += ["", "| rule | routes |", "| --- | --- |"]
    lines += [f"| {rule.name} | {' '.join(routes)} |" for rule, routes in by_rule.items()]
    return lines


def _routes(app: Flask) -> dict[Rule, list[str]]:
    """Each rule with the routes it decides, those with fewer routes last."""
    found: dict[Rule, set[str]] = {}
    for route in app.url_map.iter_rules():
        rule = rule_of(app, route.endpoint)
        assert rule is not None
        address = _PARAMETER.sub(r"<\1>", route.rule)
        found.setdefault(rule, set()).add(f"`{address}`")
    ordered = sorted(found.items(), key=lambda item: (not item[0].public, item[0].name))
    return {rule: sorted(routes) for rule, routes in ordered}


def _actors() -> dict[str, Actor | None]:
    """Nobody, an employee, a leader of a unit, and somebody with each of the roles."""
    actors: dict[str, Actor | None] = {
        "anyone": None,
        "employee": Actor(1),
        "manager, deputy": Actor(1, led_units=frozenset({1})),
    }
    for role in Role:
        scope = frozenset({1}) if role is Role.COORDINATOR else None
        actors[role.value.replace("_", " ")] = Actor(1, {role: scope})
    return actors


def _allows(rule: Rule, actor: Actor | None) -> bool:
    return rule.public or (actor is not None and rule.allows(actor))


def lists() -> list[str]:
    """The columns of every list that can be imported."""
    lines: list[str] = []
    for name, kind in KINDS.items():
        lines += [
            "",
            f"## {name}",
            "",
            kind.about,
            "",
            "| column | usual headings |",
            "| --- | --- |",
        ]
        for field in kind.vocabulary.fields.values():
            needed = " (required)" if field.required else ""
            named = "; ".join((*field.headings, *field.second_choice)[:8])
            lines.append(f"| {field.label}{needed} | {named} |")
    return lines


TABLES: dict[str, Callable[[], list[str]]] = {
    "lists": lists,
    "settings": settings,
    "states": states,
    "permissions": permissions,
}


def written(text: str) -> str:
    """A document with its tables as the code has them now."""

    def table(section: re.Match[str]) -> str:
        lines = TABLES[section[1]]()
        return "\n".join([f"<!-- {section[1]} -->", *lines, "<!-- end -->"])

    return _SECTION.sub(table, text)


def outdated() -> list[str]:
    """The documents whose tables say something else than the code."""
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
    return [name for name, text in texts.items() if written(text) != text]


def main(arguments: list[str]) -> None:
    found = outdated()
    if arguments == ["--check"]:
        sys.exit(f"not up to date, run `make docs`: {', '.join(found)}" if found else 0)
    for name in found:
        file = ROOT / name
        file.write_text(written(file.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"{name} is up to date now")


if __name__ == "__main__":
    main(sys.argv[1:])
