"""Sound: chimes and spoken sentences, played by a separate process."""
