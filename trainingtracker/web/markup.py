"""The small markup of texts that an administration writes: what is not known here stays text.

    ## Heading            ### Smaller heading
    - an item of a list
    **important**         [text of a link](https://example.org)

An empty line ends a paragraph. Everything is escaped; links lead to https, http, mailto or to a
path of this site.
"""

import re
from itertools import groupby

from markupsafe import Markup, escape

_HEADING = re.compile(r"(#{1,3})\s+(.+)")
_ITEM = re.compile(r"[-*]\s+(.+)")
_INLINE = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*"
    r"|\[(?P<text>[^\]\n]+)\]\((?P<link>(?:https?://|mailto:|/(?!/))[^\s()]+)\)"
)


def prose(text: str) -> Markup:
    """The text as HTML: headings of the second and third level, paragraphs, lists, links."""
    lines = [line.strip() for line in text.splitlines()]
    blocks = [
        _block(kind, list(group)) for kind, group in groupby(lines, key=_kind) if kind != "empty"
    ]
    return Markup("\n").join(blocks)


def _kind(line: str) -> str:
    if not line:
        return "empty"
    if _HEADING.fullmatch(line):
        return "heading"
    return "item" if _ITEM.fullmatch(line) else "paragraph"


def _block(kind: str, lines: list[str]) -> Markup:
    if kind == "heading":
        return Markup("\n").join(_heading(line) for line in lines)
    if kind == "item":
        items = (Markup("<li>{}</li>").format(_inline(line[1:].strip())) for line in lines)
        return Markup("<ul>{}</ul>").format(Markup("").join(items))
    return Markup("<p>{}</p>").format(Markup("<br>\n").join(_inline(line) for line in lines))


def _heading(line: str) -> Markup:
    marks, _, text = line.partition(" ")
    level = 3 if len(marks) == 3 else 2
    return Markup("<h{0}>{1}</h{0}>").format(level, _inline(text.strip()))


def _inline(text: str) -> Markup:
    parts, end = [], 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[end : found.start()]))
        if found["strong"]:
            parts.append(Markup("<strong>{}</strong>").format(found["strong"]))
        else:
            parts.append(Markup('<a href="{}">{}</a>').format(found["link"], found["text"]))
        end = found.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)
