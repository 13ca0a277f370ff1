"""The forms of candidates, by subject."""
