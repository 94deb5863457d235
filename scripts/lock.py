"""Take funding addresses out of package-lock.json, so that it holds names, versions and digests only."""

from __future__ import annotations

import json
from pathlib import Path

LOCK = Path("package-lock.json")

lock = json.loads(LOCK.read_text())
for package in lock["packages"].values():
    package.pop("funding", None)
    package.pop("resolved", None)
LOCK.write_text(json.dumps(lock, indent=2) + "\n")
