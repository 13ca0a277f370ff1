"""Page-shaped and task-shaped reads of calibration, by subject."""
