"""The pages of committee, by subject."""
