"""One's own competences: what is on record, what one states, who may see that."""
