"""Everything that decides, as pure functions of a stream of poses."""
