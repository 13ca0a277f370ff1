"""Working times of the made-up company: on weekdays, on the half hour, from nine to five. Pure."""

from datetime import datetime, timedelta

FIRST_HOUR, LAST_HOUR = 9, 16
HALF_HOUR = timedelta(minutes=30)


def slot_after(moment: datetime) -> datetime:
    """The first working time at or after `moment`."""
    slot = half_hour_after(moment)
    while not _works(slot):
        slot += HALF_HOUR
    return slot


def slot_before(moment: datetime) -> datetime:
    """The last working time at or before `moment`."""
    slot = half_hour_after(moment)
    while slot > moment or not _works(slot):
        slot -= HALF_HOUR
    return slot


def half_hour_after(moment: datetime) -> datetime:
    """The next half hour on the clock, or `moment` when it is one."""
    whole = moment.replace(minute=0, second=0, microsecond=0)
    while whole < moment:
        whole += HALF_HOUR
    return whole


def _works(slot: datetime) -> bool:
    return slot.weekday() < 5 and FIRST_HOUR <= slot.hour <= LAST_HOUR
