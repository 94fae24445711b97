"""Hiding small groups in tables, so that nobody can reckon out what is hidden."""

from trainingtracker.privacy.suppression.hiding import hidden_cells
from trainingtracker.privacy.suppression.table import DOT, Cell, Dimension, Leaf, Node, Table, flat

__all__ = ["DOT", "Cell", "Dimension", "Leaf", "Node", "Table", "flat", "hidden_cells"]
