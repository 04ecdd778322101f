"""Help and mistakes of use in the language in use, whatever typer says of its own in English."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

import typer

from matside.translation import N_, _

_HEADINGS: Final = (N_("Arguments"), N_("Options"), N_("Commands"))
"""Headings that typer gives the formatter."""
_HELP_OPTION: Final = N_("Show this message and exit.")
_EXTRA: Final = re.compile(r"(  |^)\[([^\[\]]*)\]$")
"""What typer adds to an option's help: default, range and whether it is required."""
_DEFAULT: Final = "default: "
_TYPE: Final = re.compile(r" <.*>$")
"""Python's name for what an argument takes: of no use to a person."""

mistakes: Final[Any] = sys.modules[typer.BadParameter.__module__]
"""Typer's module of mistakes of use; newer ones have it within, older ones took click's."""


def translate(command: Any, parent: Any = None, name: str = "matside") -> None:  # noqa: ANN401 (click's own classes, typed as nothing)
    """Put all help texts of a command, its options and its commands into the language in use.

    Args:
        command: What ``typer.main.get_command`` returns; it is changed.
        parent: The context of the command above it.
        name: What it is called by.
    """
    command.context_class = _context_class(command.context_class)
    context = _context(command, parent, name)
    for thing in _with_help(command, context):
        thing.help = "\n\n".join(map(_, _paragraphs(thing.help)))
    for inner_name, inner in getattr(command, "commands", {}).items():
        translate(inner, context, inner_name)
        inner.short_help = (inner.help or "").split("\n\n")[0]  # else it is cut to 45 letters


def command_texts() -> Iterator[tuple[str, str]]:
    """Yield each paragraph of help, after the command it belongs to."""
    from matside.cli import app

    yield from _texts(typer.main.get_command(app), None, "matside")


def _texts(command: Any, parent: Any, name: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    context = _context(command, parent, name)
    for thing in _with_help(command, context):
        for text in _paragraphs(thing.help):
            yield context.command_path, text
    for inner_name, inner in getattr(command, "commands", {}).items():
        yield from _texts(inner, context, inner_name)


def _context(command: Any, parent: Any, name: str) -> Any:  # noqa: ANN401
    return command.context_class(command, info_name=name, parent=parent, **command.context_settings)


def _with_help(command: Any, context: Any) -> Iterator[Any]:  # noqa: ANN401
    for thing in (command, *command.get_params(context)):
        if getattr(thing, "help", None):
            yield thing


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]


def _context_class(base: type[Any]) -> type[Any]:
    """Return a class of contexts whose formatter has its own words in the language in use."""
    formatter: type[Any] = base.formatter_class

    class Formatter(formatter):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix if prefix is not None else _("Usage: "))

        def section(self, name: str) -> Any:  # noqa: ANN401 (a context manager)
            return super().section(_(name))

        def write_dl(self, rows: Any, *args: Any, **keys: Any) -> None:  # noqa: ANN401
            rewritten = [
                (_TYPE.sub("", left), _EXTRA.sub(_told_extra, right)) for left, right in rows
            ]
            super().write_dl(rewritten, *args, **keys)

    class Context(base):  # type: ignore[misc]
        formatter_class = Formatter

    return Context


def _told_extra(found: re.Match[str]) -> str:
    parts = [
        _("default: {default}", default=part.removeprefix(_DEFAULT))
        if part.startswith(_DEFAULT)
        else _(part)
        for part in found[2].split("; ")
    ]
    return f"{found[1]}[{'; '.join(parts)}]"


_REQUIRED: Final = N_("required")


def mistake_text(error: Any) -> str:  # noqa: ANN401 (one of ``mistakes``)
    """Return what to tell a person who used the command line wrongly: usage, mistake, way out."""
    if isinstance(error, mistakes.NoArgsIsHelpError):
        return str(error.format_message())
    context = error.ctx
    says = _mistake(error)
    if context is None:
        return f"matside: {says}"
    hint = _("'{command} --help' shows how it is used.", command=context.command_path)
    return f"{context.get_usage()}\n\nmatside: {says}\n{hint}"


def _mistake(error: Any) -> str:  # noqa: ANN401
    for kind, words in _MISTAKES:
        if isinstance(error, kind):
            return words(error)
    if getattr(error.ctx.command, "commands", None):
        names = ", ".join(
            name for name, command in error.ctx.command.commands.items() if not command.hidden
        )
        return _("A command was expected, one of {names}.", names=names)
    return _("There is more after '{command}' than it takes.", command=error.ctx.command_path)


def _no_option(error: Any) -> str:  # noqa: ANN401
    if not error.possibilities:
        return _("There is no option {option}.", option=error.option_name)
    return _(
        "There is no option {option}; did you mean {nearest}?",
        option=error.option_name,
        nearest=", ".join(sorted(error.possibilities)),
    )


def _missing(error: Any) -> str:  # noqa: ANN401
    return _("{name} was expected and is not given.", name=_param_name(error))


def _wrong_value(error: Any) -> str:  # noqa: ANN401
    if error.param is None:
        return str(error.message)
    return _(
        "What was given for {name} is not what it takes ({takes}).",
        name=_param_name(error),
        takes=_placeholder(error.param),
    )


def _wrong_use(error: Any) -> str:  # noqa: ANN401
    return _("{option} lacks its value, or takes none.", option=error.option_name)


def _param_name(error: Any) -> str:  # noqa: ANN401
    if error.param is None:
        return str(error.param_hint or "")
    if error.param.param_type_name == "option":
        return " / ".join(error.param.opts)
    return _placeholder(error.param)


def _placeholder(param: Any) -> str:  # noqa: ANN401
    """Return what stands for a value in the usage: ``NUMBER``."""
    return str(param.metavar or param.name.upper())


_MISTAKES: Final[tuple[tuple[type[Exception], Callable[[Any], str]], ...]] = (
    (mistakes.NoSuchOption, _no_option),
    (mistakes.MissingParameter, _missing),
    (mistakes.BadParameter, _wrong_value),
    (mistakes.BadOptionUsage, _wrong_use),
)
