"""Runs the benchmarks, prints each figure beside its bare limit, writes build/bench.json.

This process stays small on purpose: what a process has in memory counts for those it starts.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import Figure
from benchmarks.registry import BENCHMARKS, CITY, LARGE_CITY, NEED_ROOM

RESULT = Path("build/bench.json")
# What a process needs for the largest things, with room for the system beside it.
_ROOM_BYTES = 4 * 1024**3
_HEADING = (
    f"{'name':<26}{'staff':>9}{'seconds':>10}{'limit':>10}{'ratio':>8}{'peak MB':>9}{'queries':>9}"
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="NAME", choices=list(BENCHMARKS))
    only = parser.parse_args().only
    print(_HEADING)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="tt-bench-") as folder:
        for name in [only] if only else BENCHMARKS:
            for staff in BENCHMARKS[name]:
                if (staff == LARGE_CITY or name in NEED_ROOM) and not _has_room():
                    print(f"{name:<26}{staff:>9,}  left out: less than 4 GB of memory are free")
                    continue
                figures += _run(name, staff, folder)
    _print_growth(figures)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps([figure.as_json() for figure in figures], indent=2) + "\n")
    print(f"\nWritten to {RESULT}.")
    return 0


def _run(name: str, staff: int, folder: str) -> list[Figure]:
    """The figures of one benchmark, prepared by another process before."""
    _process(name, staff, folder, "--prepare")
    figures = []
    for line in _process(name, staff, folder).splitlines():
        figure = Figure(**json.loads(line))
        figures.append(figure)
        queries = "" if figure.queries is None else figure.queries
        print(
            f"{figure.name:<26}{figure.staff:>9,}{figure.seconds:>10.4f}"
            f"{figure.limit_seconds:>10.4f}{figure.ratio:>8.2f}{figure.peak_rss_mb:>9.1f}"
            f"{queries:>9}",
            flush=True,
        )
    return figures


def _process(name: str, staff: int, folder: str, *more: str) -> str:
    command = [sys.executable, "-m", "benchmarks.one", name]
    command += ["--folder", folder, "--staff", str(staff), *more]
    # Settings of this shell must not lead a benchmark to somebody's real database.
    clean = {k: v for k, v in os.environ.items() if not k.startswith("TRAININGTRACKER_")}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=clean).stdout


def _print_growth(figures: list[Figure]) -> None:
    """How much slower each page is with ten times the staff."""
    at_city = {figure.name: figure for figure in figures if figure.staff == CITY}
    suffix = f"_{LARGE_CITY // 1000}k"
    for figure in figures:
        before = at_city.get(figure.name.removesuffix(suffix))
        if before and figure.staff == LARGE_CITY:
            times = figure.seconds / before.seconds
            print(f"{before.name}: {times:.2f} x at ten times the staff")


def _has_room() -> bool:
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        rows = dict(line.split(":") for line in meminfo.read_text().splitlines())
        free = int(rows["MemAvailable"].split()[0]) * 1024
    return free > _ROOM_BYTES


if __name__ == "__main__":
    sys.exit(main())
