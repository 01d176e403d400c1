"""The interactive map and its self-contained page."""
