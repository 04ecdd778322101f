"""Exercises as reviewed TOML files: the closed vocabulary, the schema and the library."""
