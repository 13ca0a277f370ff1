"""Who applies to the made-up company. Their addresses lead nowhere."""

import re
import unicodedata
from random import Random

from candidates.services.people import CandidateContent

PLACES = (
    "Lagos",
    "Lisbon",
    "Lima",
    "Łódź",
    "London",
    "Lyon",
    "Kraków",
    "Nairobi",
    "Osaka",
    "Porto",
    "Toronto",
)


def demo_candidate(random: Random, name: str) -> CandidateContent:
    """A candidate of this name, with what such people write about themselves."""
    handle = _handle(name)
    links = [f"https://profiles.example/{handle}"]
    if random.random() < 0.4:
        links.append(f"https://{handle}.example/writing")
    return CandidateContent(
        name=name,
        email=f"{handle}@candidates.example",
        phone=f"+00 555 {random.randrange(100, 1000)} {random.randrange(1000, 10_000)}",
        location=random.choice(PLACES),
        links=tuple(links),
    )


def _handle(name: str) -> str:
    """The name as an address would have it, in ASCII."""
    plain = unicodedata.normalize("NFKD", name.lower()).translate(str.maketrans("ıłøđþ’", "ilodt-"))
    return re.sub(r"[^a-z]+", "-", "".join(each for each in plain if not unicodedata.combining(each))).strip(
        "-"
    )
