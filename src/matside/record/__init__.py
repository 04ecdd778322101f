"""What stays: the trace, the measures, the summary and the annotated video."""
