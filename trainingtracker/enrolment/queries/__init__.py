"""What pages show of enrolments: typed rows, a constant number of queries each."""
