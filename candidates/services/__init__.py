"""Every change of state in candidates, by subject."""
