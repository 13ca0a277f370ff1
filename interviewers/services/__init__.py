"""Every change of state in interviewers, by subject."""
