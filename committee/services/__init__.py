"""Every change of state in committee, by subject."""
