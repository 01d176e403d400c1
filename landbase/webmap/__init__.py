"""Maps to look at in a browser: one file each, no request leaves it."""
