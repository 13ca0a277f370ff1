"""A period's statistics as plain data that a run stores, one subject a module. Pure."""
