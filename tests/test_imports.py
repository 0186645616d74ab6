"""The rules of who may import whom, held by parsing every module."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in [*sorted((ROOT / "index").rglob("*.py")), *sorted((ROOT / "assistant").rglob("*.py")), *ROOT.glob("app.py")]
}

TRAINING_COMMANDS = {"assistant.reader.training.__main__", "assistant.reader.training.publish"}
SETTINGS_READERS = {"assistant.settings", "assistant.assemble", "assistant.cli", "assistant.ui", "app", *TRAINING_COMMANDS}
READER = {module for module in MODULES if module.startswith("assistant.reader.")}
ENCODERS = {"index.embed", *READER}
INTERFACES = {"assistant.ui", "app", *(module for module in MODULES if module.startswith("assistant.page."))}
_LATE = ("assistant.ui", "assistant.evaluation.", "assistant.page.", "assistant.reader.int8", "assistant.reader.model", "assistant.reader.training.")
LATE = {module for module in MODULES if module.startswith(_LATE)}
OWNERS = {
    "sentence_transformers": ENCODERS,
    "torch": ENCODERS,
    "transformers": ENCODERS,
    "chromadb": {"index.store.vectors"},
    "langchain_chroma": {"index.store.vectors"},
    "llama_cpp": {f"assistant.writing.{room}" for room in ("chat_template", "llama", "lookahead", "prompt_memory")},
    "langchain_openai": {"assistant.writing.chat_model"},
    "gradio": INTERFACES,
    "httpx": {"assistant.models.hub"},
    "matplotlib": {"assistant.evaluation.plots"},
    "scipy": {"assistant.evaluation.intervals"},
    "jinja2": {"assistant.evaluation.report"},
    "huggingface_hub": {"assistant.models.hub"},
    "watchfiles": {"index.sync.watch"},
}
# Light enough, yet one module's business.
LIGHT_OWNERS = {
    "snowballstemmer": {"index.text.words"},
    "sqlite3": {"index.store.sqlite_file", "index.store.database", "assistant.conversations.database"},
    "docx": {"index.files.word"},
    "trafilatura": {"index.files.read"},
    "pypdfium2": {"index.files.pdf"},
    "hinlegacy": {"index.files.legacy_fonts"},
}

# Data flows from files and texts into the store, and from the store to the search.
PACKAGES: dict[str, set[str]] = {
    "text": set(),
    "files": {"text"},
    "store": {"text"},
    "search": {"store", "text"},
    "sync": {"files", "store", "text"},
}

# A leaf knows the shared types, the errors, and the leaves that its own idea is built on (metadata looks at the lines that clean keeps;
# the catalogue's words are those of lexical, their spelling that of spelling). Everything else meets in prepare, intake, build and search.
LEAVES = {
    "types": set(),
    "errors": set(),
    "words": set(),
    "stops": set(),
    "sentences": {"stops"},
    "chunk": set(),
    "dates": set(),
    "days": set(),
    "furniture": set(),
    "clean": {"dates", "furniture"},
    "embed": set(),
    "cleaned": {"clean"},
    "metadata": {"clean", "dates", "furniture", "sentences"},
    "legacy_fonts": set(),
    "encodings": {"legacy_fonts"},
    "pdf": {"legacy_fonts"},
    "word": {"legacy_fonts"},
    "read": {"encodings", "legacy_fonts", "metadata", "pdf", "word"},
    "archive": set(),
    "sources": {"archive", "read"},
    "watch": set(),
    "upgrade": set(),
    "spelling": {"words"},
    "timewords": {"words"},
    "preference": {"timewords"},
    "duplicates": {"words"},
    "copies": {"duplicates", "words"},
    "sqlite_file": set(),
    "database": {"sqlite_file", "upgrade"},
    "filters": {"database", "words"},
    "lexical": {"database", "filters", "spelling", "words"},
    "groups": {"database", "duplicates"},
    "chunks": {"database", "filters"},
    "derived": {"chunk", "database", "groups", "lexical", "sounds"},
    "roman": set(),
    "hindi": {"roman"},
    "hearing": {"hindi", "roman", "words"},
    "sounds": {"database", "roman", "words"},
    "spares": {"database"},
    "soundness": {"database", "derived"},
    "catalogue": {"chunks", "database", "derived", "filters", "soundness", "spares"},
    "vectors": {"chunks"},
    "dense": {"catalogue", "filters", "vectors"},
}


@cache
def imports(module: str) -> list[tuple[str, bool]]:
    """(dotted name, whether it is imported as soon as the module is) of everything a module imports; TYPE_CHECKING blocks are left out."""
    return list(_imports(ast.parse(MODULES[module].read_text("utf-8")), at_once=True))


def _imports(node: ast.AST, at_once: bool) -> Iterator[tuple[str, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, at_once) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports here are absolute"
            yield from ((f"{child.module}.{alias.name}", at_once) for alias in child.names)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from _imports(ast.Module(child.orelse, []), at_once)
        else:
            yield from _imports(child, at_once and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))


def imported(module: str, name: str) -> bool:
    return any(found == name or found.startswith(f"{name}.") for found, _ in imports(module))


def test_the_parser_sees_what_it_should() -> None:
    source = "import a\nif TYPE_CHECKING:\n    import b\nelse:\n    import c\ndef f():\n    from d import e\nclass G:\n    import h"
    assert list(_imports(ast.parse(source), True)) == [("a", True), ("c", True), ("d.e", False), ("h", True)]
    assert {"index.sync.build", "index.embed", "assistant.errors"} <= set(MODULES)
    assert imported("index.sync.build", "index.store.catalogue")
    assert imported("index.store.vectors", "chromadb")


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("index")])
def test_the_index_never_imports_the_assistant(module: str) -> None:
    assert not imported(module, "assistant")
    assert not imported(module, "app")


@pytest.mark.parametrize("module", MODULES)
def test_only_the_wiring_sees_the_settings(module: str) -> None:
    assert module in SETTINGS_READERS or not imported(module, "assistant.settings")


@pytest.mark.parametrize("library", [*OWNERS, *LIGHT_OWNERS])
def test_each_library_has_its_owner(library: str) -> None:
    users = {module for module in MODULES if imported(module, library)}
    assert users <= (OWNERS | LIGHT_OWNERS)[library]


@pytest.mark.parametrize("module", MODULES)
def test_heavy_libraries_are_imported_inside_functions(module: str) -> None:
    at_once = {name.split(".")[0] for name, now in imports(module) if now}
    if module in LATE:  # these are nothing without it, and are themselves imported inside functions (the next test)
        at_once -= {"gradio", "numpy", "torch"}
    assert not at_once & (OWNERS.keys() | {"numpy", "trafilatura", "docx", "pypdfium2", "snowballstemmer", "charset_normalizer", "hinlegacy"})


@pytest.mark.parametrize("late", sorted(LATE))
def test_the_page_and_the_evaluation_are_imported_inside_functions(late: str) -> None:
    early = MODULES.keys() - LATE
    assert not [module for module in early for name, now in imports(module) if now and (name == late or name.startswith(f"{late}."))]


def parts_of_the_index(module: str) -> Iterator[tuple[str, str]]:
    """(package, module) of everything that a module imports of the index; the package of what lies at its top is empty."""
    for name, _ in imports(module):
        first, *rest = name.split(".")
        if first == "index" and rest:
            yield (rest[0], rest[1]) if rest[0] in PACKAGES else ("", rest[0])


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_leaf_of_the_index_imports_only_what_its_idea_is_built_on(leaf: str) -> None:
    [module] = [module for module in MODULES if module.startswith("index.") and module.endswith(f".{leaf}")]
    assert {name for _, name in parts_of_the_index(module)} <= LEAVES[leaf] | {"types", "errors"}


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("index.") and module.count(".") > 1])
def test_a_package_of_the_index_imports_only_those_below_it(module: str) -> None:
    package = module.split(".")[1]
    assert {other for other, _ in parts_of_the_index(module)} <= {"", package} | PACKAGES[package]


def test_every_module_of_the_index_has_its_place() -> None:
    names = [module.split(".")[-1] for module in MODULES if module.startswith("index.") and not module.endswith("__init__")]
    assert sorted(names) == sorted([*LEAVES, "build", "hybrid", "intake", "mirror", "prepare"])


def test_importing_the_index_loads_no_heavy_library() -> None:
    names = ", ".join(sorted(module for module in MODULES if module.startswith("index") and not module.endswith("__init__")))
    heavy = sorted({*OWNERS, "numpy", "trafilatura", "docx", "pypdfium2"})
    script = f"import sys, {names}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
