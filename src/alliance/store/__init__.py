"""The store: a manifest, Parquet tables named by their content, raw snapshots, and the only SQL of the project.

A store is a folder: `manifest.json`, `releases/` (observations), `snapshots/` (raw files), `book/` (its own
places, if it has any).
"""
