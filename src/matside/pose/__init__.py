"""The pose model. MediaPipe is imported here and nowhere else."""
