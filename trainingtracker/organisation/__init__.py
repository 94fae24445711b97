"""The organisation as of a date: the tree of units, who leads them, who belongs to them."""
