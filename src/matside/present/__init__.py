"""What a person sees: the overlay on the picture and the tables in the terminal."""
