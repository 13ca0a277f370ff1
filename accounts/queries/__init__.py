"""What the pages of accounts read."""
