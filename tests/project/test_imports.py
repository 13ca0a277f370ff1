"""Imports run one way, and a string that names something of another app is an import too.

import-linter reads the import statements; these tests read what it cannot see. Naming a page of any app by
its URL name is allowed: a link is not knowledge of what is behind it.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django.template import engines

from tests.project.sources import APPS, ROOT, apps_after, first_arguments, modules, place, strings, templates

# The two files that put the apps together, by name.
COMPOSING = {ROOT / "hiring" / "settings.py", ROOT / "hiring" / "urls.py"}


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def tables_of(app: str) -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if model._meta.app_label == app]


def named_in_code(patterns: dict[str, re.Pattern[str]]) -> list[str]:
    """Where a string of the code matches the pattern of its own app."""
    return [
        f"{place(file, line)}: {text!r}"
        for app, file in modules()
        if file not in COMPOSING and app in patterns
        for line, text in strings(file)
        if patterns[app].search(text)
    ]


def patterns(template: str) -> dict[str, re.Pattern[str]]:
    """For every app but the last, `template` with APPS standing for the apps it must not know."""
    return {app: re.compile(template.replace("APPS", "|".join(apps_after(app)))) for app in APPS[:-1]}


def test_import_statements_keep_every_contract() -> None:
    # In a process of its own: the command switches off every logger that is there, for good.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, ""), found.stdout


def test_no_model_of_a_later_app_is_named_by_string() -> None:
    assert named_in_code(patterns(r"^(APPS)\.[A-Z]\w*$")) == []


def test_no_module_of_a_later_app_is_named_by_string() -> None:
    assert named_in_code(patterns(r"^(APPS)(\.[a-z_]+)+(\.[A-Z]\w*)?$")) == []


def test_no_app_is_looked_up_by_a_later_label() -> None:
    lookups = {"get_model", "get_app_config", "is_installed"}
    found = [
        f"{place(file, line)}: {label}"
        for app, file in modules()
        for line, label in first_arguments(file, lookups)
        if label.split(".")[0] in apps_after(app)
    ]
    assert found == []


def test_no_table_of_a_later_app_is_named_in_sql() -> None:
    later = {app: [table for right in apps_after(app) for table in tables_of(right)] for app in APPS}
    naming = {app: re.compile(rf"\b({'|'.join(tables)})\b") for app, tables in later.items() if tables}
    assert named_in_code(naming) == []


def test_no_template_of_a_later_app_is_named_in_code() -> None:
    assert named_in_code(patterns(r"^(APPS)/[\w/]+\.(html|txt)")) == []


def test_no_template_of_a_later_app_is_named_in_a_template() -> None:
    naming = re.compile(r"""{%\s*(?:extends|include)\s+["']([\w-]+)/""")
    found = [
        f"{file.relative_to(ROOT)}: {folder}"
        for file in templates()
        for folder in naming.findall(file.read_text())
        if folder in apps_after(app_of_template(file))
    ]
    assert found == []


def test_no_tag_library_of_a_later_app_is_loaded() -> None:
    libraries = engines["django"].engine.libraries  # type: ignore[attr-defined]
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in templates()
        for names in re.findall(r"{%\s*load\s+(?:[\w\s]+\sfrom\s)?([\w\s]+?)\s*%}", file.read_text())
        for name in names.split()
        if libraries[name].split(".")[0] in apps_after(app_of_template(file))
    ]
    assert found == []


def app_of_template(file: Path) -> str:
    """Its folder; what lies beside the folders, and the shared components, is the house's."""
    folder = file.relative_to(ROOT / "templates").parts[0]
    return folder if folder in APPS else "hiring"


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_a_foreign_key_to_another_app_leaves_no_way_back(model: type[Model]) -> None:
    leaving = [
        field.name
        for field in [*model._meta.fields, *model._meta.local_many_to_many]
        if field.remote_field is not None
        and field.remote_field.model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]
    assert leaving == []
