"""Run every measurement, or those named: `python -m benchmarks intake`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    names = sys.argv[1:] or sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py"))
    for name in names:
        print(f"\n== {name} ==", flush=True)
        import_module(f"benchmarks.{name}").run()


main()
