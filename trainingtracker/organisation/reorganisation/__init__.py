"""Reorganising the tree from a day on: rename, move, merge and split units.

`wish` (what is wanted), `carrying_out` (the dated rows that say so), `rows` (writing them, and
taking them back), `foresight` (who moves and which managers change, before it is done).
"""
