"""Write docs/reference/commands.md and parameters.md from the program and its parameter files."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import typer.main

from kerege.cli.main import build

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ROOT / "docs/reference/commands.md"
PARAMETERS = ROOT / "docs/reference/parameters.md"
INTRODUCTION = """# Commands

Made from the program itself by `make reference`; do not edit. `--workspace DIR` stands before the command.
Exit status: 0 done, 1 a check failed, 2 bad input (one sentence on standard error: what, where, how to mend it).
"""


def plain(text: str | None) -> str:
    """One paragraph of a help text."""
    return " ".join((text or "").split("\f")[0].split())


def describe(name: str, command: Any) -> list[str]:  # noqa: ANN401 - Typer keeps its command types to itself
    """Heading, purpose and options of one command and those below it."""
    lines = []
    if getattr(command, "hidden", False):
        return lines
    if hasattr(command, "commands"):
        for child in sorted(command.commands):
            lines += describe(f"{name} {child}", command.commands[child])
        return lines
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden and "--help" not in p.opts]
    usage = " ".join([name, *(p.name.upper() + ("..." if p.nargs == -1 else "") for p in arguments)])
    lines += [f"## `{usage}`", "", plain(command.help), ""]
    if options:
        lines += ["| option | meaning |", "|---|---|"]
        for option in options:
            names = ", ".join(f"`{n}`" for n in [*option.opts, *option.secondary_opts])
            lines.append(f"| {names} | {plain(option.help)} |".replace("||", "|"))
        lines.append("")
    return lines


def commands() -> str:
    """Every command under its heading."""
    return INTRODUCTION + "\n" + "\n".join(describe("kerege", typer.main.get_command(build()))).rstrip() + "\n"


def rows(table: dict[str, Any], prefix: str = "") -> list[str]:
    """One line for each entry of a parameter file that has a value or a description."""
    lines = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and ("value" in value or "description" in value or "label" in value):
            shown = value.get("value", value.get("label", ""))
            meaning = " ".join(str(value.get("description", value.get("source", ""))).split())
            unit = value.get("unit", "")
            lines.append(f"| `{name}` | {shown} | {unit} | {meaning} |")
        elif isinstance(value, dict):
            lines += rows(value, f"{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                label = item.get("id", item.get("severity", item.get("label", "")))
                meaning = " ".join(str(item.get("description", "")).split())
                lines.append(f"| `{name}.{label}` | {item.get('label', '')} | | {meaning} |")
        else:
            lines.append(f"| `{name}` | {value} | | |")
    return lines


def parameters() -> str:
    """Every parameter file with its entries."""
    lines = ["# Parameters", "", "Made from `src/kerege/parameters/` by `make reference`; do not edit.", ""]
    for path in sorted((ROOT / "src/kerege/parameters").glob("*.toml")):
        lines += [f"## {path.name}", "", "| name | value | unit | meaning, or where it is from |", "|---|---|---|---|"]
        lines += [*rows(tomllib.loads(path.read_text())), ""]
    return "\n".join(lines).rstrip() + "\n"


def read(path: Path) -> str:
    """What stands in a page now; nothing where there is none."""
    return path.read_text() if path.exists() else ""


def main() -> int:
    """Write both pages, or with --check say whether they are as they should be."""
    wanted = {COMMANDS: commands(), PARAMETERS: parameters()}
    if "--check" in sys.argv:
        stale = [
            str(path.relative_to(ROOT))
            for path, text in wanted.items()
            if not path.exists() or path.read_text() != text
        ]
        if stale:
            print(f"Not up to date: {', '.join(stale)}. Run make reference.")
        return 1 if stale else 0
    for path, text in wanted.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
