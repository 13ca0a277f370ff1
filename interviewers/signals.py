"""What interviewers announces to the apps that build on it; receivers touch the database or use on_commit.

All are sent with `send` inside the transaction of their cause.
"""

from django.dispatch import Signal

# kwargs: visit, application, trigger ("submit", "revision" or "panel"), at.
# What the gate reads of the visit changed: a scorecard came in, was corrected, or others are expected.
evidence_changed = Signal()
