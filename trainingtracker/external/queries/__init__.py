"""What pages show of trainings outside the catalogue; scopes are part of the queries."""
