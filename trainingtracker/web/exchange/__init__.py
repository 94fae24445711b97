"""Lists that come in and reports that go out."""
