"""The pages of candidates, by subject."""
