"""A packet's PDF has the same bytes wherever, whenever and after whatever it is made."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from committee.packet_pdf import packet_pdf
from tests.committee.hard_snapshots import ALL_SNAPSHOTS, scripts_snapshot
from tests.committee.snapshots import bare_snapshot, full_snapshot

ROOT = Path(settings.BASE_DIR)
# What setting a snapshot in type needs of the project; copied, it is the project in another folder.
NEEDED = ("committee", "hiring", "interviewers", "rubrics", "static/vendor/print-fonts", "tests/committee")
PRINT_DIGEST = """
import hashlib, sys
from committee.packet_pdf import packet_pdf
from tests.committee.hard_snapshots import ALL_SNAPSHOTS
for name in ("full", "right to left", "nasty"):
    print(hashlib.sha256(packet_pdf(ALL_SNAPSHOTS[name]())).hexdigest())
"""


def digests_elsewhere(root: Path, *, cwd: Path, home: Path, zone: str) -> list[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "HOME": str(home), "TZ": zone}
    done = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_the_same_snapshot_gives_the_same_bytes_in_another_process_place_and_folder(tmp_path: Path) -> None:
    copy, home = tmp_path / "elsewhere", tmp_path / "home"
    home.mkdir()
    for folder in NEEDED:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))

    here = [
        hashlib.sha256(packet_pdf(ALL_SNAPSHOTS[name]())).hexdigest()
        for name in ("full", "right to left", "nasty")
    ]

    assert digests_elsewhere(ROOT, cwd=ROOT, home=Path.home(), zone="Pacific/Kiritimati") == here
    assert digests_elsewhere(copy, cwd=tmp_path, home=home, zone="America/Adak") == here


def test_a_child_of_a_process_that_has_made_one_says_so_and_does_not_hang() -> None:
    code = (
        "import os\n"
        "from committee.packet_pdf import ForkedAfterPrinting, packet_pdf\n"
        "from tests.committee.snapshots import bare_snapshot\n"
        "packet_pdf(bare_snapshot())\n"
        "if child := os.fork():\n"
        "    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
        "try:\n"
        "    packet_pdf(bare_snapshot())\n"
        "except ForkedAfterPrinting:\n"
        "    os._exit(7)\n"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 7


def test_what_was_set_before_leaves_no_trace() -> None:
    first = packet_pdf(full_snapshot())
    packet_pdf(scripts_snapshot())
    packet_pdf(bare_snapshot())

    assert packet_pdf(full_snapshot()) == first


def test_the_order_of_keys_does_not_show() -> None:
    snapshot = full_snapshot()
    turned: Any = dict(reversed(list(snapshot.items())))

    assert packet_pdf(turned) == packet_pdf(snapshot)
