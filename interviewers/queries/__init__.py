"""Page-shaped reads of interviewers, by page."""
