"""Sample videos of exercises with known truth: a posed body, a room, a camera, the numbers."""
