"""Python looks for garbage seldom: nearly all objects of a test are freed as soon as nobody has them."""

import gc

# Of containers made and not yet freed; Python's own is 700, at which every other page has it look.
SELDOM = (100_000, 20, 50)


def pytest_collection_finish() -> None:
    """What is there once all tests are collected stays to the end, so it is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
