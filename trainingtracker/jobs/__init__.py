"""What runs beside the pages: plain functions of the time, called by the worker."""
