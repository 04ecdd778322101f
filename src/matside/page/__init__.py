"""The page in the browser: a server for this computer alone, its templates, scripts and texts."""
