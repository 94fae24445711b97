"""Where the administration wants to get: targets, and how far it has come."""
