"""What every test can ask for; each plugin holds one kind of it."""

pytest_plugins = [
    "tests.plugins.garbage",
    "tests.plugins.patience",
    "tests.plugins.settings",
    "tests.plugins.database",
    "tests.plugins.tasks",
    "tests.plugins.deployment",
    "tests.plugins.shipped_rubrics",
    "tests.plugins.personas",
    "tests.plugins.chromium",
    "tests.plugins.reference_data",
    "tests.plugins.statements",
    "tests.plugins.length",
]
