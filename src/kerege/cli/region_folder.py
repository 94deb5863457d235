"""The folder of a region named on the command line: one that comes with Kerege, or the user's own."""

from __future__ import annotations

from pathlib import Path


def region_folder(name: str) -> Path:
    """The folder that a word means: a folder of that name, else the shipped region of that code.

    Raises
    ------
    InputError
        If there is neither.
    """
    from kerege.files.region import shipped_region

    folder = Path(name)
    return folder if (folder / "region.toml").is_file() else shipped_region(name)
