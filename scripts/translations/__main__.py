"""Texts of matside and their translations; docs/translating.md says how they are used.

python scripts/translations extract                 all texts, to matside.pot
python scripts/translations update [LANGUAGE ...]   the texts of today, to the .po of each language
python scripts/translations check [LANGUAGE ...]    what is wrong with each .po
python scripts/translations numbers                 numbers, days and lists from CLDR, to cldr.json
python scripts/translations compile                 each .po to the .mo that is read at run time
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "src")]

from translations import catalogues, checks, cldr, sources  # noqa: E402


def main(arguments: list[str]) -> int:
    """Run one of the commands; return 1 where something is wrong."""
    command, languages = (arguments or ["help"])[0], arguments[1:]
    known = catalogues.catalogue_files(ROOT)
    match command:
        case "extract":
            _extract()
        case "update":
            texts = _extract()
            for language in languages or known:
                path = known.get(language) or _new(language)
                path.write_text(
                    catalogues.text_of(catalogues.updated(language, path, texts)), "utf-8"
                )
                print(path.relative_to(ROOT))
        case "compile":
            for path in catalogues.compile_catalogues(ROOT):
                print(path.relative_to(ROOT))
        case "numbers":
            (ROOT / cldr.TABLE).write_text(cldr.table_text(known), "utf-8")
        case "check":
            return _check({name: known[name] for name in languages or known})
        case _:
            print(__doc__)
    return 0


def _extract() -> Catalog:
    texts = catalogues.template(sources.all_texts(ROOT))
    path = catalogues.template_file(ROOT)
    path.parent.mkdir(exist_ok=True)
    path.write_text(catalogues.text_of(texts), "utf-8")
    print(f"{path.relative_to(ROOT)}: {len(texts)} texts")
    return texts


def _new(language: str) -> Path:
    path = ROOT / catalogues.LOCALE / language / "LC_MESSAGES" / f"{catalogues.DOMAIN}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _check(files: dict[str, Path]) -> int:
    texts = catalogues.template(sources.all_texts(ROOT))
    wrong = 0
    for language, path in files.items():
        found = list(checks.problems(catalogues.read(path, language), texts))
        wrong += len(found)
        for problem in found:
            print(f"{language}: {problem}")
        print(f"{language}: {len(found)} problems in {len(texts)} texts")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
