"""The pages of interviewers, by subject."""
