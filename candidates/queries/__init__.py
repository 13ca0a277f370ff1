"""Page-shaped reads of candidates, by subject."""
