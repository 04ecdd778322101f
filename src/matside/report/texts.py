"""Texts of the report: every heading, sentence and label of its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matside.body.catalogue import UNCERTAINTY, Measure, MeasureKind
from matside.body.landmark import Side
from matside.wording.formatting import (
    capitalised,
    clock,
    duration,
    extent,
    listing,
    measured,
    number,
    percent,
    side,
    times,
    with_side,
)
from matside.wording.translation import _, ngettext


def measure_name(measure: Measure) -> str:
    """Return what a measure is called, without its side and unit."""
    return _(measure.label)


# The head of the page


def title(names: Sequence[str]) -> str:
    """Return the title: the exercises that were done."""
    return listing(names) if names else _("No exercise recognised")


def window_title(heading: str, source: str) -> str:
    """Return the title of the window."""
    return _("{heading} · {source} · matside", heading=heading, source=source)


def kind_of_page() -> str:
    """Return what stands beside the name of matside."""
    return _("session report")


def skip() -> str:
    """Return the link past the head of the page."""
    return _("Skip to the results")


def analysed_on(when: str) -> str:
    """Return when the session was analysed."""
    return _("analysed {day}", day=when)


def pictures(count: int) -> str:
    """Return what the source is where nothing could be timed."""
    return _("a single picture") if count == 1 else _("pictures too sparse to time")


def length(seconds: float) -> str:
    """Return how long the recording is."""
    return _("{duration} long", duration=duration(seconds))


def judged(coverage: float, *, stills: bool) -> str:
    """Return how much could be judged."""
    if stills:
        return _("judged {share} of the pictures", share=percent(coverage))
    return _("judged {share} of the time", share=percent(coverage))


# At a glance


def at_a_glance() -> str:
    """Return the heading of the first part."""
    return _("At a glance")


def no_exercise(*, postures: bool) -> str:
    """Return what is said where no exercise was recognised."""
    if postures:
        return _("No exercise was recognised. What was seen:")
    return _("No exercise was recognised.")


def postures_table() -> tuple[str, str, str]:
    """Return caption and heads of the table of postures."""
    return _("Time in each posture"), _("Posture"), _("Time")


def notices_heading() -> str:
    """Return the heading of what a reader should know."""
    return _("To know when reading this")


def done_heading() -> str:
    """Return the heading of what was done."""
    return _("Done")


def dose_named(name: str, asked: str) -> str:
    """Return which dose was aimed at and what it asks for."""
    return _("Dose “{name}”: {asked}.", name=_(name), asked=asked)


def complete() -> str:
    """Return the word for a dose that is done."""
    return _("Complete.")


def dose_sides(left: int, right: int) -> str:
    """Return what counts on each side."""
    return _("Left {left}, right {right}.", left=left, right=right)


def too_short(holds: int) -> str:
    """Return how many holds do not count."""
    return ngettext("{n} hold too short to count.", "{n} holds too short to count.", holds)


def longest_hold(seconds: float) -> str:
    """Return how long the longest hold was."""
    return _("Longest hold {duration}.", duration=duration(seconds))


def nothing_timed() -> str:
    """Return what is said of single pictures."""
    return _("Single pictures: nothing was timed or counted")


def form_heading() -> str:
    """Return the heading of the quality of form."""
    return _("Form")


def without_fault() -> str:
    """Return what the share of time without a fault is."""
    return _("of the time without a fault")


def kinds_of_fault(kinds: int) -> str:
    """Return how many kinds of fault were seen."""
    if not kinds:
        return _("No fault of form was seen, out of what the camera can judge.")
    return ngettext(
        "{n} kind of fault seen, out of what the camera can judge.",
        "{n} kinds of fault seen, out of what the camera can judge.",
        kinds,
    )


def faults_need_video() -> str:
    """Return why pictures have no faults."""
    return _("Faults of form need a video.")


def work_heading() -> str:
    """Return the heading of the advice."""
    return _("To work on")


def fault_amount(name: str, count: int, seconds: float) -> str:
    """Return how often and for how long a fault was committed."""
    values = {"fault": name, "times": times(count)}
    if not seconds > 0.0:
        return _("{fault}: {times}", **values)
    return _("{fault}: {times}, {duration} in all", duration=duration(seconds), **values)


def nothing_to_correct(*, done: bool) -> str:
    """Return what is said where no fault was seen."""
    if done:
        return _("Nothing to correct was seen. Well done.")
    return _("Nothing to correct was seen.")


# The player and single pictures


def player_heading() -> str:
    """Return the heading of the video."""
    return _("Annotated video")


def player_hint() -> str:
    """Return how the video is used."""
    return _(
        "A click on a chart jumps to that moment. The video lies beside this page and is not part "
        "of it."
    )


def play_from(t_s: float) -> str:
    """Return the name of a button that plays the video from a time."""
    return _("Play from {time}", time=clock(t_s))


def stills_table() -> tuple[str, str, str, str, str]:
    """Return heading, caption and heads of the table of single pictures."""
    return (
        *(_("What each picture shows"), _("Single pictures cannot be timed")),
        *(_("At"), _("Exercise"), _("Posture")),
    )


def none_recognised() -> str:
    """Return what stands in the place of an exercise."""
    return _("none recognised")


def best_moment(phase: str) -> str:
    """Return the title of a picture of a good moment."""
    return _("Best moment: {phase}", phase=phase)


def faulty_moment(fault: str) -> str:
    """Return the title of a picture of a fault."""
    return _("To work on: {fault}", fault=fault)


def picture_alt(t_s: float, what: str, values: Sequence[str]) -> str:
    """Return what a picture shows, for those who cannot see it."""
    told = {"time": clock(t_s), "what": what}
    if not values:
        return _("The person at {time} with skeleton and angles drawn over: {what}.", **told)
    return _(
        "The person at {time} with skeleton and angles drawn over: {what}. {values}.",
        values=", ".join(values),
        **told,
    )


def about(measure: Measure, which: Side | None, value: float) -> str:
    """Return a measure of a picture with its value."""
    name = with_side(measure_name(measure), which)
    return _("{measure} about {value}", measure=name, value=measured(value, measure))


# One exercise


def in_detail() -> str:
    """Return the heading of the only exercise."""
    return _("In detail")


def timeline(name: str) -> tuple[str, str, str, str]:
    """Return heading, description, summary and caption of a timeline."""
    return (
        _("Timeline"),
        _(
            "Timeline of {exercise}: phases, holds and faults over time. The table after it says "
            "the same.",
            exercise=name,
        ),
        _("Timeline as a table"),
        _("Phases and faults of {exercise} in order of time", exercise=name),
    )


def timeline_columns() -> tuple[str, str, str]:
    """Return the heads of the timeline as a table."""
    return _("What"), _("Times"), _("When")


def lane_at(name: str, start_s: float, end_s: float) -> str:
    """Return what a bar of the timeline is and when."""
    return _("{name}: {start} to {end}", name=name, start=clock(start_s), end=clock(end_s))


def not_seen_well() -> str:
    """Return the name of the lane of time that could not be judged."""
    return _("Not seen well enough")


def holds_table() -> tuple[str, ...]:
    """Return heading, caption and heads of the table of holds."""
    return (
        _("Holds"),
        _("Each hold with the time credited; moments out of sight are taken off"),
        *(_("Hold"), _("Side"), _("From"), _("To"), _("Held"), _("Counts")),
    )


def counts(full: bool | None) -> str:  # noqa: FBT001 (three answers: yes, no, not asked)
    """Return whether a hold counts towards the dose."""
    if full is None:
        return "\N{EN DASH}"
    return _("yes") if full else _("too short")


def faults_table() -> tuple[str, ...]:
    """Return heading, caption and heads of the table of faults."""
    return (
        *(_("Faults of form"), _("The most important first, with what helps")),
        *(_("Fault"), _("Side"), _("Times"), _("In all"), _("First at"), _("What helps")),
    )


def no_faults() -> str:
    """Return what is said where no fault was seen."""
    return _(
        "None seen. matside looks for a fixed list of faults; what the camera cannot see is not "
        "judged."
    )


def sides_table() -> tuple[str, ...]:
    """Return heading, caption and heads of the table of left against right."""
    return (
        _("Left against right"),
        _("The person's own left and right. The side away from the camera is less certain"),
        *(_("Measure"), _("Left"), _("Right"), _("Difference")),
    )


def side_counts() -> tuple[str, str, str]:
    """Return the names of rows of left against right: repetitions, held in all, longest hold."""
    return _("Repetitions"), _("Held in all"), _("Longest hold")


def not_seen() -> str:
    """Return what stands where nothing was seen."""
    return _("not seen")


def equal() -> str:
    """Return what is said of two sides that did the same."""
    return _("equal")


def no_sure_difference() -> str:
    """Return what is said of a difference within the noise."""
    return _("no sure difference")


def more_on(which: Side, amount: str) -> str:
    """Return by how much a side did more."""
    if which is Side.LEFT:
        return _("{amount} more left", amount=amount)
    return _("{amount} more right", amount=amount)


def wider_on(which: Side, amount: str) -> str:
    """Return by how much the range of a side is wider."""
    if which is Side.LEFT:
        return _("{amount} wider left", amount=amount)
    return _("{amount} wider right", amount=amount)


# Charts


def charts_heading() -> str:
    """Return the heading of the charts."""
    return _("Measures over time")


def legend() -> tuple[str, str, str, str]:
    """Return what the lines and colours of a chart are."""
    return (
        *(_("left, or the whole body"), _("right")),
        *(_("phases, coloured as in the timeline"), _("a fault, along the top")),
    )


def charts_hint(*, video: bool) -> str:
    """Return how the charts are used."""
    if video:
        return _(
            "Drag across a chart to zoom. With the keyboard: arrow keys move the cursor, Enter "
            "jumps the video there, plus and minus zoom, 0 shows all."
        )
    return _(
        "Drag across a chart to zoom. With the keyboard: arrow keys move the cursor, plus and "
        "minus zoom, 0 shows all."
    )


def zoom() -> tuple[str, str, str, str]:
    """Return the name of the zoom and of its buttons."""
    return _("Zoom of the charts"), _("Zoom in"), _("Zoom out"), _("Show all")


def chart_says(measure: Measure, *, from_neutral: bool) -> str:
    """Return what a chart shows, and what its zero is where that is the person's own."""
    says = _(measure.says)
    if not measure.from_neutral:
        return says
    if from_neutral:
        return _("{says}; 0° is this person's own neutral back", says=says)
    return _("{says}; 0° is the middle of this person's own values", says=says)


def chart_label(measure: Measure) -> str:
    """Return the name of a live chart."""
    return _("{measure} over time", measure=measure_name(measure))


def chart_table(measure: Measure) -> tuple[str, str, str, str]:
    """Return summary, caption and heads of a chart as a table."""
    name = measure_name(measure)
    return (
        _("{measure} as a table", measure=name),
        _("{measure}: range within each stretch of time", measure=name),
        *(_("From"), _("Range")),
    )


def side_head(which: Side | None) -> str:
    """Return the head of a column of one side; for the whole body ``Range``."""
    return _("Range") if which is None else capitalised(side(which))


def chart_summary(
    measure: Measure, ranges: Sequence[tuple[Side | None, float, float]], known: float
) -> str:
    """Return a chart in words: the range of each line, and how much of it was measured."""
    told = listing([_with_range(measure, *one) for one in ranges])
    return _(
        "{measure}: {ranges}. Measured in {share} of the frames.",
        measure=measure_name(measure),
        ranges=told,
        share=percent(known),
    )


def _with_range(measure: Measure, which: Side | None, low: float, high: float) -> str:
    if which is None:
        return extent(low, high, measure)
    return _("{side} {range}", side=side(which), range=extent(low, high, measure))


def live_words() -> dict[str, str]:
    """Return the words of the page's script, with ``{named}`` placeholders."""
    return {
        "notSeen": not_seen(),
        "left": side(Side.LEFT),
        "right": side(Side.RIGHT),
        "sideValue": _("{side} {value}"),
        "fault": _("fault: {name}"),
    }


# Trust and safety


def trust_heading() -> str:
    """Return the heading of how far to trust the numbers."""
    return _("How far to trust these numbers")


def trust_opening(coverage: float, *, stills: bool) -> str:
    """Return where the numbers come from and how much could be judged."""
    origin = _(
        "They come from one camera and a model that guesses where the joints are. What could not "
        "be seen was left blank, never guessed: a gap in a line, a dash in a table."
    )
    if stills:
        share = _("The person could be judged {share} of the pictures.", share=percent(coverage))
    else:
        share = _("The person could be judged {share} of the time.", share=percent(coverage))
    return f"{origin} {share}"


def trust_table() -> tuple[str, str, str]:
    """Return caption and heads of the table of trust."""
    return _("What each kind of number is worth"), _("Number"), _("Trust")


def trust_times() -> tuple[str, str]:
    """Return what times and counts are worth."""
    return (
        _("Times, holds, repetitions"),
        _("The most dependable: they follow when a movement begins and ends, not how far it goes."),
    )


def trust_faults() -> tuple[str, str]:
    """Return what a list of faults is worth."""
    return (
        _("Faults"),
        _(
            "Each has a fixed limit and must last a while. A fault that is not listed was not "
            "seen; that is no proof that it was not there."
        ),
    )


def trust(kind: MeasureKind) -> str:
    """Return how far to trust a kind of measure; its figures are those of the catalogue."""
    noise = UNCERTAINTY[kind]
    match kind:
        case MeasureKind.BACK_CURVE:
            return _(
                "Only changes count: it is the outline of the back against this person's own "
                "neutral, not an angle of the spine, and cannot be compared between people. A "
                "change of less than {noise}° may be chance.",
                noise=number(noise.level),
            )
        case MeasureKind.TWIST:
            return _(
                "Shows direction and rhythm. It reads about a third of the true rotation, and not "
                "the same third to both sides: no figure of it can be trusted."
            )
        case MeasureKind.JOINT_ANGLE:
            return _(
                "Estimate from one camera. A change of less than {noise}° may be chance, and so "
                "may a difference of less than {sides}° between left and right: the side away "
                "from the camera is less certain.",
                noise=number(noise.level),
                sides=number(noise.sides),
            )
        case MeasureKind.LENGTH_RATIO:
            return _(
                "A length over another length of the same body, so distance from the camera does "
                "not matter. A change of less than {noise} may be chance.",
                noise=number(noise.level, 1),
            )


def trust_closing() -> str:
    """Return what the numbers must not be used for."""
    return _(
        "Compare a person with themselves, filmed from the same place. Do not compare people, and "
        "take no clinical decision from a single value."
    )


def safety_heading() -> str:
    """Return the heading of the safety note."""
    return _("Safety")


def made_by(version: str, model: str) -> str:
    """Return what made the page."""
    if not model:
        return _(
            "Made by matside {version} on the person's own computer. Times are those of the "
            "recording. Charts: uPlot, MIT licence.",
            version=version,
        )
    return _(
        "Made by matside {version} on the person's own computer with the pose model {model}. Times "
        "are those of the recording. Charts: uPlot, MIT licence.",
        version=version,
        model=model,
    )


def texts_of(lines: Iterable[str]) -> tuple[str, ...]:
    """Return texts of an exercise's file in the language in use."""
    return tuple(map(_, lines))
