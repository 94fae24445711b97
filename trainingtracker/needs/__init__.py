"""Needs before dates: interest lists, what managers need by when, demand, offerings made of it."""
