"""Guidance of a person who cannot see the screen: placement, countdown, coaching. Pure."""
