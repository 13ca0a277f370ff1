"""Template tags every page shares: the assets of the page head, icons, and times in words.

None of them queries or decides. Scores arrive here as text already cut by the gate.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hiring.shades import level

register = template.Library()
register.filter("level", level)

NONE = "\N{EN DASH}"  # what stands where there is nothing to show

STYLESHEETS = (
    "vendor/bootstrap/bootstrap.min.css",
    "css/tokens.css",
    "css/bootstrap-house.css",
    "css/house.css",
    "css/shell.css",
    "css/forms.css",
    "css/tables.css",
    "css/notices.css",
    "css/chips.css",
    "css/board.css",
    "css/matrix.css",
    "css/gate-line.css",
    "css/scorecard.css",
    "css/scorecard-stored.css",
    "css/panel.css",
    "css/rubric.css",
    "css/accounts.css",
    "css/application.css",
    "css/packet.css",
    "css/clarification.css",
    "css/verdict.css",
    "css/import.css",
    "css/profiles.css",
    "css/calibration.css",
    "css/findings.css",
    "css/what-if.css",
    "css/charts.css",
)
SCRIPTS = (
    "vendor/htmx/htmx.min.js",
    "js/toasts.js",
    "js/confirm.js",
    "js/submit-once.js",
    "js/errors.js",
    "js/changed.js",
    "js/keyboard.js",
    "js/grow.js",
)


HTMX = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "allowScriptTags": False,
    # Scores must not stay in the storage of a shared machine; going back loads the page again.
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "timeout": 20_000,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},  # a form with what is wrong with it
        {"code": "[45]..", "swap": False, "error": True},
    ],
}


@register.simple_tag
@cache
def htmx_config() -> str:
    """How htmx behaves: no eval, no style of its own, no copies of pages kept in the browser."""
    return json.dumps(HTMX)


@register.simple_tag
@cache
def assets() -> SafeString:
    """The links and scripts of the page head, built once: addresses do not change while the process runs."""
    head = (
        ('<link rel="icon" type="image/svg+xml" href="{}">', "img/icon.svg"),
        (
            '<link rel="preload" as="font" type="font/woff2" crossorigin href="{}">',
            "vendor/inter/inter-latin.woff2",
        ),
        *(('<link rel="stylesheet" href="{}">', path) for path in STYLESHEETS),
        (
            '<script src="{}"></script>',
            "js/theme.js",
        ),  # not deferred: the scheme is set before anything is painted
        *(('<script src="{}" defer></script>', path) for path in SCRIPTS),
    )
    return format_html_join("\n", "{}", ((format_html(tag, static(path)),) for tag, path in head))


@register.simple_tag
@cache
def house_mark() -> str:
    """The address of the mark that stands beside the organisation's name."""
    return static("img/icon.svg")


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A picture from static/icons.svg that says nothing by itself: a word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("icons.svg"), name
    )


@register.filter
def count_of(number: int, noun: str) -> str:
    """A number with its noun: "3 scorecards". A plural of its own is given after a comma: "reply,replies"."""
    one, _, many = noun.partition(",")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@register.filter
def duration(length: timedelta | None) -> str:
    """A length of time in its largest whole unit ("3 days", "5 hours"); a dash when there is none."""
    if length is None:
        return NONE
    seconds = abs(int(length.total_seconds()))
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return count_of(seconds // size, unit)
    return "under a minute"


@register.filter
def ago(moment: datetime | None) -> SafeString | str:
    """How long ago or how far ahead, the exact time for whoever points at it; a dash when there is none."""
    if moment is None:
        return NONE
    distance = timezone.now() - moment
    words = "{} ago" if distance >= timedelta(0) else "in {}"
    if abs(distance) < timedelta(minutes=1):
        words = "just now" if distance >= timedelta(0) else "in a moment"
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        exact(moment),
        words.format(duration(distance)),
    )


@register.filter
def exact(moment: datetime | None) -> str:
    """Date and time in the reader's time zone: "23 Nov 2026, 14:05"; a dash when there is none."""
    if moment is None:
        return NONE
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b %Y, %H:%M}"
