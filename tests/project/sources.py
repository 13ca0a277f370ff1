"""The project's own files, and which app each belongs to, for the tests that read code as text."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From left to right; an app may know those before it and none after it.
APPS = (
    "hiring",
    "accounts",
    "rubrics",
    "candidates",
    "interviewers",
    "committee",
    "calibration",
    "integrations",
)


def apps_after(app: str) -> tuple[str, ...]:
    """The apps that `app` must not know."""
    return APPS[APPS.index(app) + 1 :]


def modules() -> Iterator[tuple[str, Path]]:
    """Every Python file with its app; migrations too, since they name models by string."""
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            yield app, file


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def strings(file: Path) -> Iterator[tuple[int, str]]:
    """Every string constant of a Python file with its line, docstrings left out."""
    tree = ast.parse(file.read_text())
    docstrings = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in node.body[:1]
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def first_arguments(file: Path, functions: set[str]) -> Iterator[tuple[int, str]]:
    """The first argument, where it is a string, of every call of one of `functions`."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in functions and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def settings_read() -> set[str]:
    """The environment variables that the settings read, by name."""
    readers = {"flag", "words", "whole", "choice", "str", "list", "db_url", "email_url"}
    files = (ROOT / "hiring" / "settings.py", ROOT / "hiring" / "environment.py")
    return {name for file in files for _, name in first_arguments(file, readers)}


def place(file: Path, line: int) -> str:
    return f"{file.relative_to(ROOT)}:{line}"
