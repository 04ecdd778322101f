"""Layout of the overlay: places words and figures of one frame so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from matside.overlay import cards
from matside.overlay.hud import BadgeKind, CardKind, Hud
from matside.overlay.keys import Button
from matside.overlay.patches import Box, Patch
from matside.overlay.rings import pacer_face, ring_face
from matside.overlay.signs import FIGURE_ASPECT, has_figure

_COUNTDOWN: Final = 0.6
"""Greatest size of the countdown as a share of the picture's shorter side."""
_LEAST_GHOST_EM: Final = 4.0
"""Width below which the ghost is no posture to be seen from the mat, in sizes of the main text."""
_LEAST_EM: Final = 11.0
"""Size of the main text in pixels below which letters are no letters."""


class Part(Enum):
    """Parts of the overlay."""

    BANNER = "banner"
    CARD = "card"
    HEADER = "header"
    RING = "ring"
    TALLY = "tally"
    PACER = "pacer"
    BADGES = "badges"
    GHOST = "ghost"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """One part, and where it lies."""

    part: Part
    box: Box
    patch: Patch


class Sizes:
    """Sizes in pixels that follow from the size of the picture.

    Attributes:
        size: Width and height of the picture.
        em: Size of the main text.
        least: Size below which the main text does not shrink: 1/20 of the height.
        margin: Distance from the edge, and between the parts.
        radius: Of the ring and of the pacer.
        large: Radius of a ring that is to be read from three metres away: its figures are a
            seventh of the picture's height, 2 cm on a laptop, where a letter that is read with
            ease is a two-hundredth of its distance.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        width, height = size
        self.size = size
        self.em = max(_LEAST_EM, height / 20.0, min(width, height) / 14.0)
        self.least = max(_LEAST_EM, height / 20.0)
        self.margin = max(3.0, 0.45 * self.em)
        self.radius = min(1.75 * self.em, 0.22 * min(width, height))
        self.large = max(self.radius, min(3.4 * self.em, 0.2 * min(width, height)))


class Arrangement:
    """The parts of one frame with their places; what finds no free place is left out.

    The message comes first: it always finds one.

    Attributes:
        placed: The parts in the order in which they are drawn.
        free: Left, top, width and height of what remains between the words above
            and the words below.
    """

    def __init__(self, words: Hud, size: tuple[int, int]) -> None:
        self._sizes = Sizes(size)
        self.placed: list[Placed] = []
        self._message(words)
        self._top(words)
        self._badges(words)
        self._pacer(words)
        self.free = self._between()
        self._middle(words)

    @property
    def boxes(self) -> list[Box]:
        """Where the parts are."""
        return [placed.box for placed in self.placed]

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be clicked, where it lies in the picture."""
        return tuple(
            button.moved(*placed.box[:2])
            for placed in self.placed
            for button in placed.patch.buttons
        )

    def _message(self, words: Hud) -> None:
        """Place what stands at the foot: the banner, or the card at the end."""
        width, height = self._sizes.size
        margin, em = self._sizes.margin, self._sizes.em
        room = round(width - 2 * margin)
        if words.card is not None and words.card.kind is CardKind.DONE:
            patch = cards.card(words.card, em, (room, round(0.55 * height)))
            part = Part.CARD
        elif words.banner is not None:
            patch = cards.banner(words.banner, (em, self._sizes.least), room)
            part = Part.BANNER
        else:
            return
        left, top = (width - patch.size[0]) / 2, height - margin - patch.size[1]
        self._add(part, patch, (left, top))

    def _top(self, words: Hud) -> None:
        """Place the header at the left, the ring at the right and the tally below it."""
        width, _ = self._sizes.size
        margin, radius, em = self._sizes.margin, self._sizes.radius, self._sizes.em
        if words.ring is not None and words.ring.large:
            radius = self._sizes.large
        if words.title or words.headline:
            room = width - 3 * margin - (2 * radius if words.ring else 0)
            sizes = em, self._sizes.least
            header = cards.header(words.title, words.headline, sizes, round(room))
            self._try(Part.HEADER, header, [(margin, margin)])
        below = margin
        if words.ring is not None:
            face = ring_face(words.ring, round(radius))
            right = width - margin - face.size[0]
            self._try(Part.RING, face, [(right, margin)])
            below += face.size[1] + 0.3 * em
        if words.tally:
            tally = cards.pill(words.tally, 0.72 * em, round(width - 2 * margin))
            right = width - margin - tally.size[0]
            spots = [(right, below), (right, self._lowest_top() + 0.3 * em)]
            if words.ring is not None and words.ring.large:  # below it there is the person
                spots.insert(0, (margin, self._bottom_of(Part.HEADER) + 0.3 * em))
            self._try(Part.TALLY, tally, spots)

    def _badges(self, words: Hud) -> None:
        """Place the badges below the header, or above the captions if those stand for the voice."""
        if not words.badges:
            return
        margin, em = self._sizes.margin, self._sizes.em
        patch = cards.badges(words.badges, 0.5 * em)
        header = max(self._bottom_of(Part.HEADER), self._left_bottom_of(Part.TALLY))
        above = self._highest_foot() - patch.size[1] - 0.3 * em
        below = header + 0.3 * em if header else margin
        spots = [(margin, below), (margin, above)]
        silent = any(badge.kind is BadgeKind.MUTED for badge in words.badges)
        self._try(Part.BADGES, patch, spots[::-1] if silent else spots)

    def _pacer(self, words: Hud) -> None:
        """Place the pacer beside the ring, else below what is at the right, else at the foot."""
        if words.pacer is None:
            return
        width, _ = self._sizes.size
        margin = self._sizes.margin
        face = pacer_face(round(self._sizes.radius))
        wide, tall = face.size
        right = width - margin - wide
        foot = self._highest_foot() - margin - tall
        beside = right - wide - 0.6 * margin if words.ring else right
        spots = [(beside, margin), (right, self._lowest_top() + margin), (right, foot)]
        self._try(Part.PACER, face, [*spots, (margin, foot)])

    def _middle(self, words: Hud) -> None:
        """Place the card, or the ghost, in the middle of what is free."""
        left, top, wide, tall = self.free
        if words.card is not None and words.card.kind is not CardKind.DONE:
            if words.card.kind is CardKind.COUNTDOWN:
                wide = tall = min(wide, tall, round(_COUNTDOWN * min(self._sizes.size)))
            patch = cards.card(words.card, self._sizes.em, (wide, tall))
            part, within = Part.CARD, self.free
        elif has_figure(words.ghost):
            within = max(self.free, self._beside_header(), key=self._reach)
            if self._reach(within) < _LEAST_GHOST_EM * self._sizes.em:
                return
            patch = cards.ghost(words.ghost, round(self._reach(within)))
            part = Part.GHOST
        else:
            return
        left, top, wide, tall = within
        across, middle = left + wide / 2, top + tall / 2
        self._add(part, patch, (across - patch.size[0] / 2, middle - patch.size[1] / 2))

    def _reach(self, within: Box) -> float:
        """Return how wide the ghost is that fits into a part of the picture."""
        _, _, wide, tall = within
        return min(0.62 * self._sizes.size[0], 0.9 * wide, 0.86 * tall / FIGURE_ASPECT)

    def _beside_header(self) -> Box:
        """Return what is free at the right of the words above, down to those below."""
        width, _ = self._sizes.size
        gap = round(self._sizes.margin)
        upper = [one.box for one in self.placed if not self._at_foot(one)]
        left = max((box[0] + box[2] for box in upper), default=0) + gap
        foot = round(self._highest_foot()) - gap
        return left, gap, max(1, width - gap - left), max(1, foot - gap)

    def _between(self) -> Box:
        width, _ = self._sizes.size
        gap = self._sizes.margin
        top = self._lowest_top() + gap
        foot = self._highest_foot() - gap
        left = round(gap)
        return left, round(top), width - 2 * left, max(1, round(foot) - round(top))

    def _at_foot(self, placed: Placed) -> bool:
        """Return whether a part belongs to what stands at the foot of the picture."""
        _, top, _, tall = placed.box
        message = placed.part in (Part.BANNER, Part.CARD)
        return message or top + tall / 2 > self._sizes.size[1] / 2

    def _highest_foot(self) -> int:
        """Return how far up the parts at the foot reach."""
        tops = (one.box[1] for one in self.placed if self._at_foot(one))
        return min(tops, default=self._sizes.size[1])

    def _lowest_top(self) -> int:
        """Return how far down the parts at the top reach."""
        upper = (one.box for one in self.placed if not self._at_foot(one))
        return max((top + tall for _, top, _, tall in upper), default=0)

    def _bottom_of(self, part: Part) -> int:
        return max((p.box[1] + p.box[3] for p in self.placed if p.part is part), default=0)

    def _left_bottom_of(self, part: Part) -> int:
        """Return how far down a part reaches that stands at the left; 0 if it does not."""
        left = [p.box for p in self.placed if p.part is part and p.box[0] <= self._sizes.margin + 1]
        return max((box[1] + box[3] for box in left), default=0)

    def _try(self, part: Part, patch: Patch, spots: Iterable[tuple[float, float]]) -> None:
        """Place a part at the first spot where it is whole and covers nothing."""
        for x, y in spots:
            box = round(x), round(y), *patch.size
            if inside(box, self._sizes.size) and not any(overlap(box, b) for b in self.boxes):
                self._add(part, patch, (x, y))
                return

    def _add(self, part: Part, patch: Patch, at: tuple[float, float]) -> None:
        box = round(at[0]), round(at[1]), *patch.size
        self.placed.append(Placed(part=part, box=box, patch=patch))


def inside(box: Box, size: tuple[int, int]) -> bool:
    """Return whether a box lies wholly within a picture of this width and height."""
    left, top, width, height = box
    return left >= 0 and top >= 0 and left + width <= size[0] and top + height <= size[1]


def overlap(a: Box, b: Box) -> bool:
    """Return whether two boxes share a pixel."""
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
