"""Los verbos de la política."""
