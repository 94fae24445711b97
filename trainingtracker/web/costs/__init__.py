"""What training costs: offerings, budgets, unused places, care."""
