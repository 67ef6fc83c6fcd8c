"""The shared-data system of a Cancer Alliance, as a pure library: published files in, answers out."""
