"""A machine that is busy or slow is no failure: nothing here is about speed, which bench/ measures."""

from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

# The profile in force stays the parent: on CI, hypothesis chooses one that repeats itself.
settings.register_profile(
    "patient", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")

expect.set_options(timeout=20_000)
