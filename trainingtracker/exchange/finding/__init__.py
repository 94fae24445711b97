"""Which unit, person or course on record a cell of a list means."""
