"""The two programs of a release, as modules: neither is imported by the portal."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def _loaded(name: str, path: str) -> ModuleType:
    spec = spec_from_loader(name, SourceFileLoader(name, str(ROOT / path)))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


making = _loaded("making_a_release", "scripts/release.py")
installing = _loaded("installing_a_release", "deploy/release")
