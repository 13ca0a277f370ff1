"""Rates with their uncertainty: score bands, the funnel, how long things take. Pure."""
