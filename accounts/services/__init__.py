"""Every change of state in accounts, by subject."""
