"""Who was there: attendance, checking in, closing the offering, costs of care meanwhile."""
