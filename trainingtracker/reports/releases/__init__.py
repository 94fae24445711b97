"""What is published of the statistics: reading it, publishing a year, and correcting it."""
