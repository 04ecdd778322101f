"""Template and catalogues as files: written so that only what is said in them ever changes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from translations.sources import Found

LOCALE = Path("src", "matside", "locale")
DOMAIN = "matside"
_CHANGING = (
    *("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"),
    *("Generated-By", "Project-Id-Version", "Report-Msgid-Bugs-To"),
)
"""Headers of no use to anybody, some of which differ at every run."""
_TWO_FORMS = {
    **dict.fromkeys(("fr", "pt"), "(n > 1)"),
    **dict.fromkeys(("ca", "es", "it"), "(n != 1)"),
}
"""Languages with a third form in CLDR: for millions, which matside never counts."""
_WIDTH = 100


def template(found: Iterable[Found]) -> Catalog:
    """Return the catalogue of all texts, untranslated."""
    catalogue = Catalog(project=DOMAIN, header_comment="# Texts of matside.", charset="utf-8")
    for text in found:
        catalogue.add(
            (text.one, text.many) if text.many else text.one,
            locations=[(text.file, 0)],
            auto_comments=[text.comment] if text.comment else (),
            context=text.context or None,
        )
    return catalogue


def catalogue_files(root: Path) -> dict[str, Path]:
    """Return the catalogue of each language, by language."""
    files = sorted((root / LOCALE).glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {path.parent.parent.name: path for path in files}


def template_file(root: Path) -> Path:
    """Return where the template lies."""
    return root / LOCALE / f"{DOMAIN}.pot"


def read(path: Path, language: str | None = None) -> Catalog:
    """Return a catalogue as it is on the disk."""
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def text_of(catalogue: Catalog) -> str:
    """Return the file of a catalogue: no line numbers, no dates, nothing that is used no more."""
    for message in catalogue:
        message.flags.discard("python-format")  # a percent sign is a percent sign
    file = io.BytesIO()
    write_po(
        file,
        catalogue,
        width=_WIDTH,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    lines = file.getvalue().decode().splitlines()
    kept = [line for line in lines if not line.startswith(tuple(f'"{name}' for name in _CHANGING))]
    return "\n".join(kept) + "\n"


def updated(language: str, path: Path, texts: Catalog) -> Catalog:
    """Return a language's catalogue with the texts of today; a new one where there was none."""
    if path.exists():
        catalogue = read(path, language)
    else:
        catalogue = Catalog(locale=language, project=DOMAIN, charset="utf-8")
        if language in _TWO_FORMS:
            catalogue._num_plurals = 2  # type: ignore[assignment]  # noqa: SLF001 - else CLDR's
            catalogue._plural_expr = _TWO_FORMS[language]  # type: ignore[assignment]  # noqa: SLF001
    # Babel puts the template's own messages in: those of one language are no other's.
    catalogue.update(deepcopy(texts), no_fuzzy_matching=True)
    catalogue.header_comment = f"# Texts of matside: {language}."
    catalogue.fuzzy = False
    return catalogue


def compile_catalogues(root: Path) -> list[Path]:
    """Write the compiled catalogue of each language beside it, where it is older; return these."""
    written = []
    for language, path in catalogue_files(root).items():
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        part = compiled.with_suffix(".mo.part")
        with part.open("wb") as file:
            write_mo(file, read(path, language))
        part.replace(compiled)
        written.append(compiled)
    return written
