"""How well matside times, counts and judges, against clips of which the truth is known."""
