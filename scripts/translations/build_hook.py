"""Compiles the catalogues of all languages into the package, when it is built or installed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Writes a ``.mo`` beside each ``.po``: an editable install reads it there too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile what is older than its source."""
        sys.path.insert(0, str(Path(self.root, "scripts")))
        from translations.catalogues import compile_catalogues  # noqa: PLC0415 (needs Babel)

        compile_catalogues(Path(self.root))
