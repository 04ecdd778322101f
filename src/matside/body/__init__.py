"""The body in numbers: landmarks, frames, geometry, the back's contour, measures. Pure."""
