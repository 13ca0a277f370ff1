"""Page-shaped and task-shaped reads of committee, by subject."""
