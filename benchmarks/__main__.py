"""Run every measurement, or those named: `python -m benchmarks intake`."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    names = sys.argv[1:] or sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py"))
    for name in names:
        if len(names) == 1:
            print(f"\n== {name} ==", flush=True)
            import_module(f"benchmarks.{name}").run()
        else:
            # A process of its own, so that the peak of memory is that of one measurement.
            subprocess.run([sys.executable, "-m", "benchmarks", name], check=True)


main()
