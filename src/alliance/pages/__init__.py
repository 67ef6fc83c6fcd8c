"""Pages: what a reader sees, as blocks of text, figures and tables, made from answers and findings alone.

Each page is a module with `build`. A page holds no drawing and no markup; `alliance.writers` makes those.
"""

from __future__ import annotations

from alliance.pages.model import Block, Cell, Figure, Heading, Link, Note, Page, Table, Text

__all__ = ["Block", "Cell", "Figure", "Heading", "Link", "Note", "Page", "Table", "Text"]
