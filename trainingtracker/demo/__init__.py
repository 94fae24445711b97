"""The example city: an invented administration to look around in and to measure with."""
