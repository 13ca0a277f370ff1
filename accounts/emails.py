"""When two e-mail addresses are taken to be one."""


def normalise_email(text: str) -> str:
    """The address without blanks around it, in lower case: what people are known and found by."""
    return text.strip().lower()
