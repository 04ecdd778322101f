"""Drawing over the picture, and the window that shows it."""
