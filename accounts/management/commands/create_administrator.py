"""Makes an administrator from the command line, for an install that nobody can get into yet."""

import getpass
import os
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.services.invitations import AdministratorExists, administrator_create
from hiring.access import Refusal


class Command(BaseCommand):
    help = (
        "Makes the first administrator. The password is read from --password-file, else from the environment "
        "variable PASSWORD, else asked for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="what they sign in with")
        parser.add_argument("name", help="how colleagues know them")
        parser.add_argument("--password-file", type=Path, help="a file that holds the password")
        parser.add_argument(
            "--another", action="store_true", help="make one although there is an administrator already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = _password(options["password_file"])
        try:
            validate_password(password, User(email=options["email"], name=options["name"]))
            user = administrator_create(
                at=timezone.now(),
                email=options["email"],
                name=options["name"],
                password=password,
                another=options["another"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except AdministratorExists as refusal:
            raise CommandError("There is an administrator already; --another makes one more.") from refusal
        except Refusal as refusal:
            raise CommandError(refusal.words) from refusal
        self.stdout.write(f"{user.name} is an administrator and signs in with {user.email}.")


def _password(file: Path | None) -> str:
    """The password from where the caller put it, or typed twice."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
    if "PASSWORD" in os.environ:
        return os.environ["PASSWORD"]
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise CommandError("The two passwords differ; nothing was done.")
    return password
