"""E-mail addresses as people are known by them."""

import pytest

from accounts.emails import normalise_email


@pytest.mark.parametrize("text", ["Ana@Example.org", " ana@example.org ", "ANA@EXAMPLE.ORG\n"])
def test_addresses_that_differ_in_case_or_blanks_are_one(text: str) -> None:
    assert normalise_email(text) == "ana@example.org"
