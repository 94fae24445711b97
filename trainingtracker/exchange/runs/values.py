"""Values of a comparison as JSON that is in no language yet, and back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from trainingtracker.text import LANGUAGES, Bilingual, Listed, Localised, Message


def packed(value: object) -> Any:
    """The value as JSON keeps it; TypeError for what no list says."""
    match value:
        case None | bool():
            return value
        case Bilingual():
            return {"de": value.de, "en": value.en}
        case Message():
            values = {name: packed(item) for name, item in value.values.items()}
            return {"message": value.message, "values": values}
        case Listed():
            return {"listed": [packed(item) for item in value.items]}
        case date():
            return {"moment" if isinstance(value, datetime) else "day": value.isoformat()}
        case str():
            return str(value)
        case Localised():
            return packed(Bilingual(*(value.in_language(language) for language in LANGUAGES)))
        case int() | float():
            return value
        case Decimal():
            return float(value)
    raise TypeError(f"{value!r} cannot be kept")


def unpacked(kept: Any) -> object:
    """What `packed` was given."""
    match kept:
        case {"de": de, "en": en}:
            return Bilingual(de, en)
        case {"message": message, "values": values}:
            return Message(message, {name: unpacked(item) for name, item in values.items()})
        case {"listed": items}:
            return Listed(tuple(unpacked(item) for item in items))
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
    return kept


def message(kept: Any) -> Message:
    """A sentence that was packed."""
    found = unpacked(kept)
    assert isinstance(found, Message)
    return found
