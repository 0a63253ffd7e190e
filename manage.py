#!/usr/bin/env python
"""The portal's commands: errors are one sentence, and the database is there when needed."""

import contextlib
import os
import signal
import sys

# What says nothing about the data needs no database.
WITHOUT_DATABASE = {"help", "version", "check", "collectstatic", "diffsettings", "startapp"}


def say(sentence: object) -> int:
    sys.stderr.write(f"{str(sentence).strip()}\n")
    return 1


def private_database(arguments: list[str]):
    """The database in the data folder, unless a server is configured or none is needed."""
    from django.conf import settings

    from diz_portal import embedded

    command = next((word for word in arguments[1:] if not word.startswith("-")), "help")
    host = settings.DATABASES["default"].get("OPTIONS", {}).get("host")
    private = host == str(embedded.socket_dir(settings.DATA_DIR))
    if not private or (command in WITHOUT_DATABASE and "--database" not in arguments):
        return contextlib.nullcontext()

    from diz_portal import servers  # what no other command needs to load

    return servers.database(settings.DATA_DIR)


def run(arguments: list[str]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, ManagementUtility
    from django.core.management.base import SystemCheckError
    from django.db import OperationalError, ProgrammingError

    from diz_portal.access import Refusal
    from diz_portal.embedded import CannotStart

    class Said(Exception):
        """A command's refusal, on its way to standard error without the name of its class."""

    class Portal(ManagementUtility):
        def fetch_command(self, subcommand):
            command = super().fetch_command(subcommand)
            execute, create_parser = command.execute, command.create_parser

            def execute_and_say(*args, **options):
                try:
                    return execute(*args, **options)
                except SystemCheckError:
                    raise
                except CommandError as error:
                    if options.get("traceback"):
                        raise
                    raise Said(str(error)) from error

            def parser_that_says(*args, **options):
                parser = create_parser(*args, **options)
                # A wrong argument is then raised, like any other error of a command.
                parser.called_from_command_line = False
                return parser

            command.execute, command.create_parser = execute_and_say, parser_that_says
            return command

    try:
        with private_database(arguments):
            Portal(arguments).execute()
    except Refusal as refusal:
        return say(refusal.message)
    except (Said, CannotStart, ImproperlyConfigured, CommandError) as error:
        return say(error)
    except OperationalError as error:
        return say(f"The database cannot be used: {str(error).strip().splitlines()[0]}")
    except ProgrammingError as error:
        if getattr(error.__cause__, "pgcode", "") == "42P01":  # a table that is not there
            return say("The database has no tables yet, or old ones: run manage.py migrate first.")
        raise
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diz_portal.settings.dev")
    # A polite end (SIGTERM) still stops the database that this command started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(run(sys.argv))
