"""Files to rows: which kind of file the content is, and what stands in its cells."""
