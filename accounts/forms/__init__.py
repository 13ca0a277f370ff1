"""Forms of accounts, by what they are for."""
