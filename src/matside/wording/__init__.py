"""Names and numbers as people read and hear them, for every medium."""
