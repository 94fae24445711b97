"""What tests and benchmarks both stand on: a PostgreSQL, the real server, a crowd of browsers."""
