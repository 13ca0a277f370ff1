"""The forms of interviewers, by page."""
