"""The templates keep to the content security policy: no script and no style written into a page."""

import re

import pytest

from tests.project.sources import ROOT, templates

# A block of data for a script to read is no script.
SCRIPT = re.compile(
    r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/(?:ld\+)?json[\"'])[^>]*>", re.IGNORECASE
)
STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"\son[a-z]+\s*=\s*[\"']|javascript:|\shx-on[:-]", re.IGNORECASE)
ELSEWHERE = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE)


@pytest.mark.parametrize(
    "forbidden", [SCRIPT, STYLE, HANDLER, ELSEWHERE], ids=["script", "style", "handler", "elsewhere"]
)
def test_no_template_brings(forbidden: re.Pattern[str]) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in templates()
        for match in forbidden.finditer(file.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("forbidden", "text"),
    [
        (SCRIPT, "<script>alert(1)</script>"),
        (SCRIPT, '<script type="module">'),
        (STYLE, '<p style="color: red">'),
        (HANDLER, '<a onclick="go()">'),
        (ELSEWHERE, '<img src="//example.org/a.png">'),
    ],
)
def test_the_patterns_find_what_they_forbid(forbidden: re.Pattern[str], text: str) -> None:
    assert forbidden.search(text)


@pytest.mark.parametrize(
    ("forbidden", "text"),
    [
        (SCRIPT, '<script type="module" src="a.js">'),
        (SCRIPT, '<script id="plan" type="application/json">'),
        (STYLE, '<link rel="stylesheet" href="a.css">'),
        (HANDLER, '<p data-on="1">'),
        (ELSEWHERE, '<a href="https://example.org">'),
    ],
)
def test_the_patterns_leave_the_rest_alone(forbidden: re.Pattern[str], text: str) -> None:
    assert forbidden.search(text) is None
