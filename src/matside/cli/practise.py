"""The commands for practising live."""

from __future__ import annotations

import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from matside.cli import options as cli_options
from matside.cli.options import (
    AsJson,
    Debug,
    DoseName,
    ExerciseFiles,
    Model,
    PersonName,
    Quality,
    greet,
    one_of,
)
from matside.errors import UsageError
from matside.translation import Text, _

NOT_TODAY: Final = 4
"""Exit code where pain speaks against it."""
PAIN_BEFORE: Final = Text("Pain now, 0 (none) to 10 (worst)? Enter to skip")
PAIN_AFTER: Final = Text("Pain now, after it, 0 (none) to 10 (worst)? Enter to skip")

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WHAT",
        help="Exercises, programmes or programme files, in order ('matside exercises list'); "
        "none: what your plan has for today, or it is recognised.",
    ),
]
Free = Annotated[
    bool, typer.Option("--free", help="Recognise what is done, whatever the plan has for today.")
]
Hold = Annotated[
    float | None,
    typer.Option("--hold", min=1, max=600, metavar="SECONDS", help="Length of a hold."),
]
Reps = Annotated[
    int | None,
    typer.Option("--reps", min=1, max=100, metavar="N", help="Holds or repetitions in a set."),
]
Sets = Annotated[int | None, typer.Option("--sets", min=1, max=20, metavar="N", help="Sets.")]
EachSide = Annotated[bool, typer.Option("--each-side", help="As much on each side.")]
SideName = Annotated[
    str | None, typer.Option("--side", metavar="left|right|any", help="One side, or either.")
]
RestTime = Annotated[
    float | None,
    typer.Option("--rest", min=0, max=600, metavar="SECONDS", help="Rest between two sets."),
]
SwitchTime = Annotated[
    float | None,
    typer.Option("--switch", min=0, max=600, metavar="SECONDS", help="Time to change sides."),
]
Camera = Annotated[
    str,
    typer.Option(
        "--camera",
        "-c",
        metavar="0|URL|FILE",
        help="Number of a camera ('matside cameras'), address of a stream, or a video.",
    ),
]
Insecure = Annotated[
    bool,
    typer.Option("--insecure", help="Trust a camera over https that cannot prove which one it is."),
]
Voice = Annotated[
    str, typer.Option("--voice", metavar="on|off", help="Speak; chimes are heard anyway.")
]
Volume = Annotated[float, typer.Option("--volume", metavar="0..100", help="How loud; 0 is silent.")]
Cues = Annotated[str, typer.Option("--cues", metavar="few|normal|many", help="How much is said.")]
Breath = Annotated[
    str | None,
    typer.Option("--breath", metavar="IN-OUT", help="Lead the breath; 4-6: 4 s in, 6 s out."),
]
WindowShown = Annotated[
    bool, typer.Option("--window/--no-window", help="Show yourself as in a mirror.")
]
FullScreen = Annotated[bool, typer.Option("--full-screen", help="Fill the screen.")]
Record = Annotated[
    bool, typer.Option("--record", help="Record the picture too; 'r' starts and stops it.")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FOLDER", help="Where the session's folder goes."),
]
BlurFace = Annotated[
    bool, typer.Option("--blur-face", help="Blur your face in the report's pictures; remembered.")
]
SkeletonOnly = Annotated[
    bool,
    typer.Option("--skeleton-only", help="Show you as a drawn figure in the report; remembered."),
]
WithPictures = Annotated[
    bool | None,
    typer.Option("--pictures/--no-pictures", help="Pictures of you in the report; remembered."),
]
Keep = Annotated[
    bool, typer.Option("--save/--no-save", help="Keep results, and a line in the history.")
]
OpenReport = Annotated[
    bool, typer.Option("--open-report", help="Open the report in the browser at the end.")
]
Pain = Annotated[
    int | None,
    typer.Option(
        "--pain", min=0, max=10, metavar="0..10", help="Pain before it; asked for if not given."
    ),
]


def practise(
    context: typer.Context,
    names: Names = None,
    camera: Camera = "0",
    insecure: Insecure = False,
    exercise_file: ExerciseFiles = None,
    free: Free = False,
    dose: DoseName = None,
    hold: Hold = None,
    reps: Reps = None,
    sets: Sets = None,
    each_side: EachSide = False,
    side: SideName = None,
    rest: RestTime = None,
    switch: SwitchTime = None,
    voice: Voice = "on",
    volume: Volume = 80.0,
    cues: Cues = "normal",
    breath: Breath = None,
    window: WindowShown = True,
    full_screen: FullScreen = False,
    record: Record = False,
    blur_face: BlurFace = False,
    skeleton_only: SkeletonOnly = False,
    pictures: WithPictures = None,
    save: Keep = True,
    output: Output = None,
    person: PersonName = None,
    pain: Pain = None,
    open_report: OpenReport = False,
    model: Model = None,
    quality: Quality = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Practise in front of the camera, coached by voice and picture.

    Put the camera at the side of the mat, at its height or a little above, two
    to four metres away. All else is said aloud; no key is needed. The q key,
    the window's cross or Ctrl-C end it: then everything is saved, and the exit
    code is 0; 1 if there was no picture, 4 if pain spoke against it.
    """
    from matside.app.known_exercises import known_exercises
    from matside.app.practice_setting import Devices, PracticeOptions
    from matside.app.practice_steps import asked_steps
    from matside.app.practise import run_practise
    from matside.cli.profile import agreed, picture_choice, privacy_of, screened
    from matside.cli.streams import only_json
    from matside.errors import WithheldError
    from matside.guidance.outcome import Talk
    from matside.guidance.pacer import breathing_pace
    from matside.pose.model import chosen_model

    output_stream = context.with_resource(only_json(as_json))
    greet()
    options = PracticeOptions(
        exercises=tuple(names or ()),
        free=free,
        exercise_files=tuple(exercise_file or ()),
        dose=dose,
        asked=_given(
            hold_s=hold,
            reps=reps,
            sets=sets,
            side="each" if each_side else _side(side),
            rest_s=rest,
            switch_s=switch,
        ),
        camera=camera,
        talk=Talk(one_of("--cues", cues, [talk.value for talk in Talk])),
        speak=one_of("--voice", voice, ["on", "off"]) == "on",
        volume=_share("--volume", volume),
        pace=breathing_pace(breath) if breath is not None else None,
        window=window,
        full_screen=full_screen,
        record=record,
        output=output,
        save=save,
        model=chosen_model(model, quality),
        debug=context.obj.debug,
    )
    asked_steps(options, known_exercises(options.exercise_files))  # before anything is asked
    answers = save and cli_options.somebody_answers()
    profile = screened(asks=answers)
    in_window = window and answers and pain is None
    options = replace(
        options,
        limits=profile.limits,
        pictures=privacy_of(
            picture_choice(blur_face=blur_face, skeleton_only=skeleton_only, pictures=pictures),
            asks=answers,
            kept=save or output is not None,
        ),
        pain_before=pain if in_window or not save else _pain_before(pain),
        heed_pain=_pain_before if window and answers else None,
        pain_after=_pain_after if answers else None,
    )
    devices = Devices.trusting() if insecure else None
    try:
        done = run_practise(options, devices=devices)
    except WithheldError as error:
        agreed(error, asks=answers)
        done = run_practise(replace(options, insist=True), devices=devices)
    if as_json:
        from matside.terminal.as_json import print_json

        print_json(done, output_stream)
    if open_report and done.report is not None:
        webbrowser.open(done.report.resolve().as_uri())
    raise typer.Exit(0 if done.summary.frames and done.whole else 1)


def _given(**asked: object) -> dict[str, object]:
    """Return what was given on the command line."""
    return {name: value for name, value in asked.items() if value is not None}


def _side(side: str | None) -> str | None:
    return None if side is None else one_of("--side", side, ["left", "right", "any", "each"])


def _share(option: str, value: float) -> float:
    if not 0.0 <= value <= 100.0:
        raise UsageError(
            "{option} is a number from 0 to 100; found {value}.", option=option, value=f"{value:g}"
        )
    return value / 100.0


def _pain_before(given: int | None) -> int | None:
    """Return the pain before, asked for where somebody can answer; from 6 on, do not begin."""
    from matside.guidance.wishes import PAIN_EASE, PAIN_STOP
    from matside.overlay.texts import TOO_MUCH_PAIN
    from matside.page.live_texts import GO_EASY

    pain = given if given is not None or not cli_options.somebody_answers() else _asked(PAIN_BEFORE)
    if pain is not None and pain >= PAIN_STOP:
        typer.echo(TOO_MUCH_PAIN(pain=pain))
        raise typer.Exit(NOT_TODAY)
    if pain is not None and pain >= PAIN_EASE:
        typer.echo(GO_EASY)
    return pain


def _pain_after() -> int | None:
    from matside.guidance.wishes import PAIN_EASE

    pain = _asked(PAIN_AFTER)
    if pain is not None and pain >= PAIN_EASE:
        typer.echo(_("Do less next time. Pain that stays worse is a reason to ask a professional."))
    return pain


def _asked(question: Text) -> int | None:
    """Ask for a number from 0 to 10 until one, or nothing, is given."""
    while True:
        answer = typer.prompt(str(question), default="", show_default=False).strip()
        if not answer:
            return None
        if answer.isdecimal() and int(answer) <= 10:
            return int(answer)
        typer.echo(_("A whole number from 0 to 10 is expected, found '{answer}'.", answer=answer))
