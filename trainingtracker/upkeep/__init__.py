"""Keeping an installation in order: what state it is in, whether it is well, its backups."""
