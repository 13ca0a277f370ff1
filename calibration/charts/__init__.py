"""Charts as Vega-Lite specifications built in Python, each with its table. Pure."""
