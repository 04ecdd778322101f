"""What a person who cannot see the screen is told: placement, countdown, coaching; pure."""
