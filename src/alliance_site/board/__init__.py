"""The alliance's Board: its meetings, and decisions that are written once."""
