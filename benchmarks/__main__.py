"""``make bench``: every benchmark, one after the other. ``python -m benchmarks NAME`` runs one."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import benchmarks


def main() -> None:
    names = sys.argv[1:] or [module.name for module in iter_modules(benchmarks.__path__) if module.name != "__main__"]
    for name in names:
        module = import_module(f"benchmarks.{name}")
        print(f"\n# {(module.__doc__ or name).splitlines()[0]}\n", flush=True)
        module.main()


if __name__ == "__main__":
    main()
