"""What the invented teams of the example city are called."""

from trainingtracker.text import Bilingual

_PLACES = (
    ("Nord", "North"), ("Süd", "South"), ("Ost", "East"), ("West", "West"), ("Mitte", "Centre"),
    ("Hafen", "Harbour"), ("Altstadt", "Old Town"), ("Neustadt", "New Town"),
    ("Bergviertel", "Hill Quarter"),
)  # fmt: skip
_TASKS = (
    ("Grundsatz", "policy"), ("Service", "service"), ("Planung", "planning"),
    ("Controlling", "controlling"), ("Beratung", "advice"), ("Projekte", "projects"),
    ("Digitales", "digital services"), ("Verträge", "contracts"), ("Qualität", "quality"),
)  # fmt: skip
_LETTERS = ("A–B", "C–F", "G–H", "I–K", "L–M", "N–R", "S", "Sch–T", "U–Z")
_STREETS = (
    "Ahornweg", "Amselhof", "Birkenallee", "Blaue Wiese", "Dohlenweg", "Drosselgasse",
    "Eichenkamp", "Erlenbruch", "Espenring", "Fasanenhof", "Fliederbusch", "Froschteich",
    "Ginsterweg", "Grüner Winkel", "Haselnussweg", "Holundergasse", "Igelweg", "Immenhof",
    "Kastanienplatz", "Kiebitzmoor", "Kleeblatt", "Kranichweg", "Lerchenfeld", "Lindenhof",
    "Löwenzahn", "Maulwurfshügel", "Mohnwiese", "Mühlenbach", "Nussknacker", "Pappelallee",
    "Pusteblume", "Quellgrund", "Regenbogen", "Rotdornweg", "Schwalbennest", "Sonnenblume",
    "Sternschnuppe", "Storchennest", "Tannenzapfen", "Uhlenhorst", "Vogelnest", "Wacholderweg",
    "Weidenkätzchen", "Wiesengrund", "Zaunkönig",
)  # fmt: skip


def team_name(section: dict[str, str] | None, number: str, index: int) -> Bilingual:
    """The name of the team with this number, the `index`-th of its section."""
    if section is None or len(number.partition(".")[2]) > 2:
        return Bilingual(f"Team {number}", f"Team {number}")
    word = _word(section["words"], number, index)
    return Bilingual(section["team_de"].format(word.de), section["team_en"].format(word.en))


def _word(kind: str, number: str, index: int) -> Bilingual:
    match kind:
        case "places":
            return Bilingual(*_PLACES[index % len(_PLACES)])
        case "tasks":
            return Bilingual(*_TASKS[index % len(_TASKS)])
        case "letters":
            word = _LETTERS[index % len(_LETTERS)]
            return Bilingual(word, word)
        case "streets":
            # Each section has streets of its own.
            section = int(number.partition(".")[2][0])
            word = _STREETS[(section * 9 + index) % len(_STREETS)]
            return Bilingual(word, word)
        case "watches":
            return Bilingual(f"– Schicht {index + 1}", f"– shift {index + 1}")
        case _:
            return Bilingual(f"– Kolonne {index + 1}", f"– crew {index + 1}")
