"""What we ship of others is what the manifest says, and nothing of it is fetched at run time."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hiring.templatetags.house import SCRIPTS, STYLESHEETS

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of `bin/vendor` and of what it keeps, to be spoilt."""
    (tmp_path / "bin").mkdir()
    shutil.copy(Path(settings.BASE_DIR) / "bin/vendor", tmp_path / "bin/vendor")
    shutil.copytree(STATIC, tmp_path / "static")
    return tmp_path


def check(root: Path) -> tuple[int, list[str]]:
    """The exit status of `bin/vendor --check` and the lines it complains with."""
    command = [sys.executable, str(root / "bin/vendor"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.splitlines()


def manifest() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((STATIC / "vendor/manifest.json").read_text())
    return content


def test_vendored_files_are_those_of_the_manifest() -> None:
    assert check(Path(settings.BASE_DIR)) == (0, [])


def test_check_names_a_file_that_was_altered(checkout: Path) -> None:
    with (checkout / "static/vendor/htmx/htmx.min.js").open("a") as script:
        script.write("alert(1)")

    assert check(checkout) == (1, ["vendor/htmx/htmx.min.js: differs from the manifest, run bin/vendor"])


def test_check_names_a_file_that_is_missing(checkout: Path) -> None:
    (checkout / "static/icons.svg").unlink()

    assert check(checkout) == (1, ["icons.svg: missing, run bin/vendor"])


def test_check_names_a_file_that_nobody_listed(checkout: Path) -> None:
    (checkout / "static/vendor/extra.js").write_text("")

    assert check(checkout) == (1, ["vendor/extra.js: not in the manifest"])


def test_every_package_says_its_version_and_licence_and_ships_the_licence() -> None:
    for package in manifest()["packages"]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"]), package["name"]
        assert package["licence"], package["name"]
        assert [file["to"] for file in package["files"] if file["to"].endswith("LICENSE")] != []


def test_the_manifest_names_no_registry() -> None:
    assert "://" not in (STATIC / "vendor/manifest.json").read_text()


def test_every_style_sheet_and_script_of_ours_is_loaded_or_named_by_a_template() -> None:
    pages = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    ours = [f"{path.parent.name}/{path.name}" for kind in ("css", "js") for path in STATIC.glob(f"{kind}/*")]
    loaded = {*STYLESHEETS, *SCRIPTS, "js/theme.js"}

    assert [path for path in ours if path not in loaded and path not in pages] == []


def test_every_file_that_the_page_head_names_exists() -> None:
    assert [path for path in (*STYLESHEETS, *SCRIPTS) if not (STATIC / path).is_file()] == []


def test_every_file_that_a_style_sheet_names_exists() -> None:
    named = [
        (sheet.parent / address).resolve()
        for sheet in STATIC.glob("css/*.css")
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text())
    ]

    assert named != []
    assert [path for path in named if not path.is_file()] == []


def test_every_icon_that_a_page_or_the_rail_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    pages = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    modules = "".join(path.read_text() for path in Path(settings.BASE_DIR).glob("*/apps.py"))
    named = set(re.findall(r'{% icon "([\w-]+)"', pages)) | set(re.findall(r'icon="([\w-]+)"', modules))

    assert named - drawn == set()
