"""What recorded sessions show: progress over time and comparison of two; pure."""
