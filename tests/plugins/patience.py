"""A machine that is busy or slow is no failure: nothing here is about speed, which bench/ measures.

Properties are tried on as many cases as the default run has time for; `--hypothesis-profile=thorough`
tries ten times as many.
"""

from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

# The profile in force stays the parent: on CI, hypothesis chooses one that repeats itself.
settings.register_profile(
    "patient",
    settings.default,
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("patient"), max_examples=500)
settings.load_profile("patient")

expect.set_options(timeout=20_000)
