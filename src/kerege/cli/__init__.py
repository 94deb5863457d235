"""The command line: the only place of the library that reads the clock, makes random generators and prints."""

from kerege.cli.main import main

__all__ = ["main"]
