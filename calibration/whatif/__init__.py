"""What another bar would have said of the applications on record, beside what theirs did. Pure."""
