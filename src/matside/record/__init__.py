"""Files on disk: trace, measures, summary, annotated video, exports and the history."""
