"""The settings that matside remembers on this computer, whoever practises on it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matside.app.language import SETTINGS
from matside.overlay.privacy import Privacy
from matside.page.model import Theme
from matside.record.files import read_own, write_own
from matside.record.history.database import own_folder
from matside.sound.voices import SpeechSettings, speech_settings

_MOST_BYTES: Final = 1 << 16


class Pictures(StrEnum):
    """How a person may be seen in what is kept of a live session."""

    PLAIN = "plain"
    BLUR_FACE = "blur-face"
    SKELETON_ONLY = "skeleton-only"
    NONE = "none"


class Settings(BaseModel):
    """What is remembered.

    Attributes:
        theme: How light the page is.
        language: Language as gettext names it, such as ``fr``; ``None`` for the system's.
        voice: The speech engine's own name of a voice; ``None`` for the first of the language.
        speech_rate: Speed of speech, 0.5..2; 1 is the engine's own.
        volume: 0..1.
        speak: Whether sentences are said; chimes are heard anyway.
        camera: Number or address of the camera.
        pictures: How a person may be seen in what is kept; ``None`` where nobody was asked yet.
        person: Who practised last, where several do; ``None`` for the one whose computer it is.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    theme: Theme = Theme.SYSTEM
    language: str | None = Field(default=None, max_length=35)
    voice: str | None = Field(default=None, max_length=500)
    speech_rate: float = Field(default=1.0, ge=0.5, le=2.0)
    volume: float = Field(default=0.8, ge=0.0, le=1.0)
    speak: bool = True
    camera: str = Field(default="0", max_length=2000)
    pictures: Pictures | None = None
    person: str | None = Field(default=None, max_length=100)


PRIVACY: Final[Mapping[Pictures, Privacy]] = {
    Pictures.PLAIN: Privacy.NONE,
    Pictures.BLUR_FACE: Privacy.BLUR_FACE,
    Pictures.SKELETON_ONLY: Privacy.SKELETON_ONLY,
    Pictures.NONE: Privacy.NO_PICTURES,
}
"""What of the person may be seen with each choice."""


def settings_file() -> Path:
    """Return where the settings lie; the file need not exist."""
    return own_folder() / SETTINGS


def read_settings() -> Settings:
    """Return what is remembered; a field that is damaged or missing has its default."""
    found = read_own(settings_file(), _MOST_BYTES)
    if not isinstance(found, dict):
        return Settings()
    try:
        return Settings.model_validate(found)
    except ValidationError as error:
        damaged = {one["loc"][0] for one in error.errors()}
        return Settings.model_validate({k: v for k, v in found.items() if k not in damaged})


def change_settings(**changes: object) -> Settings:
    """Remember other values of the fields named, and return all settings.

    Raises:
        OutputError: They cannot be written.
        ValidationError: A value is not one that the field may have.
    """
    settings = Settings.model_validate({**read_settings().model_dump(), **changes})
    text = settings.model_dump_json(indent=1, exclude_defaults=True)
    write_own(settings_file(), f"{text}\n")
    return settings


def wanted_speech() -> SpeechSettings:
    """Return how sentences of the language in use are said: by the voice and pace remembered."""
    settings = read_settings()
    return speech_settings(settings.voice, settings.speech_rate)
