"""How long the large things take, each beside its bare limit from the same run.

`python -m benchmarks [--only NAME]` runs every benchmark in a process of its own. A benchmark is a
module of this package with a function `run(workshop)` that yields its figures, and one line in
`registry.py`. What it needs beforehand is made by `prepare(workshop)` in another process, whose
memory is not counted. See docs/performance.md for what the figures mean.
"""
