"""Prepares or runs one benchmark in this process and prints its figures as JSON, one a line."""

import argparse
import json
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.workshop import Workshop


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--staff", type=int, required=True)
    parser.add_argument("--prepare", action="store_true")
    asked = parser.parse_args()
    workshop = Workshop(asked.folder, asked.staff)
    benchmark = import_module(f"benchmarks.{asked.name}")
    if asked.prepare:
        benchmark.prepare(workshop)
        return
    for figure in benchmark.run(workshop):
        print(json.dumps(asdict(figure)), flush=True)


if __name__ == "__main__":
    main()
