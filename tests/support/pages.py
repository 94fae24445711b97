"""Reading pages as a browser does: the values that a form would send."""

from lxml import html
from werkzeug.datastructures import MultiDict


def form_with(page: str, field: str) -> MultiDict[str, str]:
    """What the form of the page that has this field would send, before anything is typed."""
    for form in html.fromstring(page).forms:
        if field in form.fields:
            return MultiDict(form.form_values())
    raise AssertionError(f"no form has a field {field}")


def rows_of(page: str) -> list[str]:
    """The text of every row of the tables of a page, headings left out."""
    found = html.fromstring(page).xpath("//tbody/tr")
    return [" ".join(row.text_content().split()) for row in found]


def errors_of(page: str) -> str:
    """The text of the error summary; empty where there is none."""
    found = html.fromstring(page).xpath("//*[@id='error-summary']")
    return " ".join(found[0].text_content().split()) if found else ""
