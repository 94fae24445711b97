"""The benchmarks, in the order in which they run, and at how many staff."""

SMALL_CITY = 1_000
CITY = 11_000
LARGE_CITY = 110_000

# Name (of the module, too) -> numbers of staff; the first one gives the figure its plain name.
BENCHMARKS: dict[str, tuple[int, ...]] = {
    "demo": (CITY,),
    "import_people": (CITY,),
    "import_participations": (CITY,),
    "export_100k": (CITY,),
    "export_1m": (CITY,),
    "page_catalogue": (CITY, LARGE_CITY),
    "page_people": (CITY, LARGE_CITY),
    "page_team": (CITY, LARGE_CITY),
    "page_report": (CITY, LARGE_CITY),
    "page_planning": (CITY, LARGE_CITY),
    "approvals_page": (CITY,),
    "roster_page": (CITY,),
    "race_http_sqlite": (SMALL_CITY,),
    "race_http_postgresql": (SMALL_CITY,),
}

# What is left out, and says so, where less than 4 GB are free: other than with a large city.
NEED_ROOM = {"export_1m"}
