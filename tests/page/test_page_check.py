"""The check before a session: it sees what a live session sees, and remembers what was chosen."""

from __future__ import annotations
