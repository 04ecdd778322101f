"""The report: one self-contained page on a session, for the person and their physiotherapist."""
