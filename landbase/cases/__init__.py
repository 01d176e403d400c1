"""The case of each parcel: what was decided about it, and what that comes to.

Pure functions on frames; the land base in `landbase.store` keeps the events.
"""
