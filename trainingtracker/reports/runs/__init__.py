"""Files of reports that were made: their numbers, their content, how long it is kept."""
