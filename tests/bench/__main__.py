"""Every measurement, one after the other: `make bench`."""

import importlib

#: In the order in which they are printed.
BENCHES = (
    "extraction",
    "diff_gold",
    "diff_quality",
    "diff_speed",
    "kinds",
    "lineage",
    "schedule",
    "fetch",
    "unchanged",
    "looks",
    "watching",
    "intake",
    "pages",
    "reading",
    "browser",
)


def main() -> None:
    """Run each and print its table under its name."""
    for name in BENCHES:
        module = importlib.import_module(f"tests.bench.{name}")
        print(f"\n== {name}: {(module.__doc__ or '').splitlines()[0]}")
        module.main()


if __name__ == "__main__":
    main()
