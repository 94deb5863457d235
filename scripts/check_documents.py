"""Check what rots in documents: links, commands, settings, words of the glossary, names of make targets."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "src").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# Files of the domain whose word is one of the code and not of the field.
NOT_OF_THE_FIELD = {
    "catalogue", "digest", "errors", "escalation parameters", "panel", "forecast", "parameter fact",
    "place", "position", "risk", "risk parameters",
    "run", "section", "section location", "source", "watch parameters",
}  # fmt: skip


def anchor(heading: str) -> str:
    """The anchor that a heading gets on code hosting sites."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", "")).replace(" ", "-")


def broken_links() -> list[str]:
    """Links to files or headings that do not exist."""
    problems = []
    for document in DOCUMENTS:
        for target in LINK.findall(re.sub(r"```.*?```", "", document.read_text(), flags=re.S)):
            if target.startswith(("http://", "https://", "mailto:")):
                continue
            name, _, fragment = target.partition("#")
            path = (document.parent / name).resolve() if name else document
            if not path.exists():
                problems.append(f"{document.relative_to(ROOT)}: {target} does not exist.")
            elif fragment and path.suffix == ".md":
                headings = {anchor(h) for h in re.findall(r"^#+ (.*)$", path.read_text(), flags=re.M)}
                if fragment not in headings:
                    problems.append(f"{document.relative_to(ROOT)}: {target} names a heading that does not exist.")
    return problems


def undocumented_settings() -> list[str]:
    """Environment names that settings.py reads and docs/operations/settings.md does not explain."""
    page = (ROOT / "docs/operations/settings.md").read_text()
    names = set(re.findall(r"\"((?:KEREGE_[A-Z_]+)|DATABASE_URL)\"", (ROOT / "src/kerege_web/settings.py").read_text()))
    return [f"docs/operations/settings.md does not explain {name}." for name in sorted(names) if name not in page]


def missing_words() -> list[str]:
    """Words of the domain, one a file, that the glossary does not hold."""
    glossary = (ROOT / "docs/glossary.md").read_text().lower()
    words = {path.stem.replace("_", " ") for path in (ROOT / "src/kerege/domain").glob("[a-z]*.py")} - NOT_OF_THE_FIELD
    return [f"docs/glossary.md does not explain '{word}'." for word in sorted(words) if f"**{word}**" not in glossary]


def missing_targets() -> list[str]:
    """Make targets that a document names and the Makefile does not have."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    return [
        f"{document.relative_to(ROOT)}: there is no make {name}."
        for document in DOCUMENTS
        for name in re.findall(r"`make ([a-z-]+)[`\s]", document.read_text())
        if name not in targets
    ]


def main() -> int:
    """Print every problem; 1 if there is one."""
    problems = broken_links() + undocumented_settings() + missing_words() + missing_targets()
    for problem in problems:
        print(problem)
    reference = subprocess.run([sys.executable, str(ROOT / "scripts/make_reference.py"), "--check"], check=False)
    return 1 if problems or reference.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
