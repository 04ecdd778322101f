"""The history: every session in one SQLite file on the person's own machine."""
