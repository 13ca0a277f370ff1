"""Ratings in a file of their own: a CSV sheet in, tables or JSON out, no database."""
