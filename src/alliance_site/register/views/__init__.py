"""The register's pages: one view, one call."""
