"""Numbers, times and colours that are drawn by lot."""

import math
import random


class Lot:
    """The lot of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.r = random.Random(seed)  # noqa: S311

    def between(self, low: float, high: float) -> float:
        """A number between two others, each as likely."""
        return round(self.r.uniform(low, high), 3)

    def time_s(
        self, median: float, spread: float = 0.35, least: float = 0.2, most: float = 20.0
    ) -> float:
        """A time by the log-normal law: some take much longer than most."""
        return round(min(most, max(least, median * math.exp(self.r.gauss(0, spread)))), 2)

    def colour(self, low: float = 0.1, high: float = 0.8) -> list[float]:
        """A colour of this brightness."""
        return [self.between(low, high) for _ in range(3)]
