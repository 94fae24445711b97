"""Messages to people: rendered when a rule fires, kept in the outbox of the same transaction."""
