"""One person's way through one offering: the table of states, the rules, the verbs."""
