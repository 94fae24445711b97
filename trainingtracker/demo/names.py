"""Invented names: every combination is drawn by chance, none is a person."""

from random import Random

from trainingtracker.vocabulary import Gender

_WOMEN = (
    "Anna", "Ayşe", "Beate", "Birgit", "Carla", "Claudia", "Dagmar", "Dilara", "Elif", "Emilia",
    "Eva", "Franziska", "Frieda", "Gesa", "Hanna", "Heike", "Imke", "Inês", "Jana", "Jördis",
    "Käthe", "Katharina", "Kristin", "Laura", "Leyla", "Lena", "Maike", "Małgorzata", "Maria",
    "Meike", "Monika", "Nadia", "Nele", "Olga", "Petra", "Renate", "Sabine", "Seda", "Silke",
    "Sofia", "Svenja", "Tatjana", "Ulrike", "Vera", "Wiebke", "Yasmin", "Zoë",
)  # fmt: skip
_MEN = (
    "Achim", "Ahmet", "Andreas", "Arne", "Björn", "Bülent", "Carsten", "Christian", "Daniel",
    "Dirk", "Emil", "Erik", "Felix", "Finn", "Georg", "Gökhan", "Hannes", "Hartmut", "Henrik",
    "Ibrahim", "Ingo", "Jens", "Jürgen", "Kai", "Karsten", "Krzysztof", "Lars", "Lukas", "Marek",
    "Mehmet", "Nils", "Noah", "Oliver", "Ömer", "Paul", "Piotr", "Ralf", "René", "Rolf", "Samir",
    "Sönke", "Stefan", "Thilo", "Tom", "Torben", "Uwe", "Volker", "Wolfgang", "Yannick",
)  # fmt: skip
_EITHER = ("Alex", "Charlie", "Jo", "Kim", "Luca", "Robin", "Sascha", "Toni")
_BEGINNINGS = (
    "Ahl", "Bär", "Birk", "Brock", "Dorn", "Eich", "Espen", "Fähr", "Feld", "Fischer", "Garten",
    "Grün", "Hagel", "Harten", "Heide", "Hübner", "Kirsch", "Klee", "Knopp", "König", "Linden",
    "Lütke", "Mohn", "Möller", "Nord", "Oster", "Pfeffer", "Quell", "Rüben", "Sander", "Schäfer",
    "Sonnen", "Stein", "Strauß", "Tannen", "Thün", "Uhlen", "Vogel", "Wald", "Weiden", "Wiesen",
    "Winter", "Zander",
)  # fmt: skip
_ENDINGS = (
    "au", "bach", "beck", "berg", "brink", "busch", "feld", "grün", "haus", "hof", "horst", "kamp",
    "mann", "meier", "rott", "see", "stedt", "tal", "wald", "weg",
)  # fmt: skip
_WHOLE = (
    "Aydın", "Baranowska", "Çelik", "D’Angelo", "Demir", "Öztürk", "Fernandes", "Ivanova",
    "Kowalczyk", "Kılıç", "Lévêque", "Müller-Lüdenscheidt", "Nguyen", "Ó Briain", "Papadopoulou",
    "Şahin", "Szymański", "van der Heide", "von Aldenkamp", "Yıldız", "Zu Hohenfeld",
)  # fmt: skip


def first_name(random: Random, gender: Gender) -> str:
    pool = {Gender.FEMALE: _WOMEN, Gender.MALE: _MEN, Gender.DIVERSE: _EITHER}[gender]
    name = random.choice(pool)
    return f"{name}-{random.choice(pool)}" if random.random() < 0.03 else name


def last_name(random: Random) -> str:
    """One name of several hundred; some are double names."""
    drawn = random.random()
    if drawn < 0.12:
        return random.choice(_WHOLE)
    name = random.choice(_BEGINNINGS) + random.choice(_ENDINGS)
    if drawn > 0.94:
        name += "-" + random.choice(_BEGINNINGS) + random.choice(_ENDINGS)
    return name
