"""`python -m alliance` is the `alliance` command."""

from __future__ import annotations

from alliance.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
