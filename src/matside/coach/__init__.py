"""Phases, holds, repetitions, faults and summary, as pure functions of a stream of poses."""
