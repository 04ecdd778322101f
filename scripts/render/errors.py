"""Errors of the rendering tool: each says what was expected, what was found and what to do."""


class RenderError(Exception):
    """Anything the person at the command line can put right."""


class ClipError(RenderError):
    """A clip file that does not follow the format in `README.md`."""


class GraphicsError(RenderError):
    """No usable OpenGL context on this machine."""
