"""Los verbos de regiones."""
