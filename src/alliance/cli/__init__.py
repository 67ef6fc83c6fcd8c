"""The `alliance` command."""

from __future__ import annotations

import sys

from alliance.cli.app import make_app
from alliance.errors import AllianceError

__all__ = ["main", "make_app"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; what a user can cause ends in one sentence, a next step, and the contract's exit code."""
    try:
        make_app()(arguments, prog_name="alliance", standalone_mode=True)
    except AllianceError as error:
        print(f"alliance: {error.what}", file=sys.stderr)
        if error.next_step:
            print(error.next_step, file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stderr.close()
    return 0
