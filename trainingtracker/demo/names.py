"""Invented names of many origins: every combination is drawn by chance, none is a person."""

from random import Random
from typing import NamedTuple

from trainingtracker.vocabulary import Gender


class _Origin(NamedTuple):
    """Names that go together; a surname with two forms is written `woman's/man's`."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]


_WOMEN = (
    "Anja", "Anna", "Annegret", "Antje", "Beate", "Birgit", "Britta", "Carla", "Claudia", "Dagmar",
    "Dörte", "Emilia", "Eva", "Franziska", "Frieda", "Gesa", "Greta", "Hanna", "Heike", "Henrike",
    "Ilka", "Imke", "Insa", "Jana", "Jördis", "Judith", "Käthe", "Katharina", "Kerstin", "Kristin",
    "Laura", "Lena", "Lotte", "Maike", "Maria", "Meike", "Merle", "Monika", "Nele", "Petra",
    "Renate", "Rieke", "Sabine", "Silke", "Sofia", "Svenja", "Tanja", "Tomma", "Ulrike", "Ute",
    "Vera", "Wiebke", "Zoë",
)  # fmt: skip
_MEN = (
    "Achim", "Andreas", "Arne", "Bernd", "Björn", "Carsten", "Christian", "Daniel", "Dirk",
    "Eike", "Emil", "Erik", "Felix", "Finn", "Focko", "Georg", "Hannes", "Hartmut", "Henrik",
    "Hinnerk", "Ingo", "Jannes", "Jens", "Jörg", "Jürgen", "Karsten", "Lars", "Lennart", "Lukas",
    "Malte", "Nils", "Noah", "Ole", "Oliver", "Onno", "Paul", "Ralf", "René", "Rolf", "Sönke",
    "Stefan", "Thilo", "Tjark", "Tom", "Torben", "Uwe", "Volker", "Wilko", "Wolfgang", "Yannick",
)  # fmt: skip
_EITHER = ("Alex", "Charlie", "Jo", "Kim", "Luca", "Robin", "Sascha", "Toni")
_BEGINNINGS = (
    "Ahl", "Bär", "Birk", "Blüm", "Brock", "Dachs", "Dorn", "Eich", "Erlen", "Espen", "Fähr",
    "Falken", "Feld", "Fischer", "Garten", "Ginster", "Grün", "Hagel", "Harten", "Hasel", "Heide",
    "Hübner", "Igel", "Kessel", "Kirsch", "Klee", "Knopp", "König", "Kranich", "Linden", "Lütke",
    "Mohn", "Möller", "Mühlen", "Nebel", "Nord", "Oster", "Pappel", "Pfeffer", "Quell", "Regen",
    "Rüben", "Sander", "Schäfer", "Schilf", "Sonnen", "Stein", "Strauß", "Süder", "Tannen", "Thün",
    "Uhlen", "Vogel", "Wald", "Weiden", "Wester", "Wiesen", "Winter", "Zander", "Ziegel",
)  # fmt: skip
_ENDINGS = (
    "au", "bach", "beck", "berg", "born", "brink", "busch", "dorf", "feld", "garten", "grün",
    "haus", "hof", "holz", "horst", "kamp", "mann", "meier", "moor", "rott", "schmidt", "see",
    "stedt", "tal", "wald", "weg", "winkel",
)  # fmt: skip
_PREFIXES = ("von ", "zu ", "ter ", "van der ", "de ")
_ORIGINS = (
    _Origin(
        ("Ayşe", "Dilara", "Elif", "Gülay", "Nuray", "Seda", "Zeynep"),
        ("Ahmet", "Bülent", "Emre", "Gökhan", "Mehmet", "Ömer", "Tarık"),
        ("Akbulutçu", "Aydınlı", "Çelikay", "Demirgöz", "Gülbahçe", "Kılıçer", "Öztürkan",
         "Şahinbaş", "Yıldızay"),
    ),
    _Origin(
        ("Agnieszka", "Jolanta", "Katarzyna", "Małgorzata", "Zofia"),
        ("Grzegorz", "Krzysztof", "Łukasz", "Marek", "Piotr"),
        ("Baranowicka/Baranowicki", "Dębicka/Dębicki", "Kowalczyńska/Kowalczyński", "Nowiczek",
         "Wróblarz", "Zielonko"),
    ),
    _Origin(
        ("Daria", "Iryna", "Natalja", "Oksana", "Olga", "Tatjana"),
        ("Andrij", "Dmytro", "Igor", "Maxim", "Oleh", "Sergej"),
        ("Beresowa/Beresow", "Iwanenkowa/Iwanenkow", "Kowaljtschuk", "Morosenko",
         "Sokolowa/Sokolow", "Tymtschenko"),
    ),
    _Origin(
        ("Amina", "Hala", "Leyla", "Nadia", "Rania", "Yasmin"),
        ("Farid", "Ibrahim", "Karim", "Omid", "Samir", "Tarek"),
        ("al-Nahri", "Barzanlou", "Darwischi", "El Mansari", "Ghorbanpur", "Haddadin", "Sabbaghi"),
    ),
    _Origin(
        ("Catarina", "Chiara", "Giulia", "Inês", "Lucía", "Marta", "Paola"),
        ("Álvaro", "Diego", "Gianni", "João", "Luís", "Matteo", "Rui"),
        ("D’Angelini", "Fernandeira", "Gonçalvares", "Montebianco", "Peñalosa", "Rossinelli",
         "Santoverde"),
    ),
    _Origin(
        ("Linh", "Mai", "Thu", "Mei", "Yuki"),
        ("Bao", "Duc", "Minh", "Haruto", "Wei"),
        ("Hoshikawa", "Nguyenh", "Phamvu", "Trandoan", "Zhangli"),
    ),
    _Origin(
        ("Aoife", "Céline", "Eléni", "Ingrid", "Mwayi", "Zsófia"),
        ("Bjørn", "Chikondi", "Étienne", "Giannis", "László", "Seán"),
        ("Bandawe", "Lévêquois", "Ó Briainte", "Papadakou/Papadakos", "Søndergård",
         "Szabóhegyi", "Østlund"),
    ),
)  # fmt: skip


def full_name(random: Random, gender: Gender) -> tuple[str, str]:
    """First name and surname of one invented person."""
    other = random.choice(_ORIGINS) if random.random() < 0.15 else None
    # Who bears a name from elsewhere need not have a first name from there.
    mixed = random.random() < 0.25
    first = _first_name(random, gender, None if mixed else other)
    if other is None:
        return first, _surname(random)
    hers, _, his = random.choice(other.surnames).partition("/")
    return first, hers if gender is Gender.FEMALE or not his else his


def _first_name(random: Random, gender: Gender, origin: _Origin | None) -> str:
    women, men = (origin.women, origin.men) if origin else (_WOMEN, _MEN)
    pool = {Gender.FEMALE: women, Gender.MALE: men, Gender.DIVERSE: _EITHER}[gender]
    name = random.choice(pool)
    second = random.choice(pool)
    return f"{name}-{second}" if random.random() < 0.03 and second != name else name


def _surname(random: Random) -> str:
    """One of many hundred; some are double names or have a particle."""
    drawn = random.random()
    name = _simple(random)
    if drawn > 0.94:
        return f"{name}-{_simple(random)}"
    return random.choice(_PREFIXES) + name if drawn < 0.015 else name


def _simple(random: Random) -> str:
    beginning, ending = random.choice(_BEGINNINGS), random.choice(_ENDINGS)
    return beginning + ("hagen" if beginning.casefold() == ending else ending)
