"""Selection rates of groups, their ratios, and what may be shown of them. Pure."""
