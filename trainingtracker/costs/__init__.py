"""What an offering is to cost and has cost, its contracts, and the budgets of a year."""
