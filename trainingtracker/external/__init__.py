"""Training outside the catalogue: the request, its decisions, the certificate, the holding."""
