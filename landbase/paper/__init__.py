"""The room `paper`."""

from landbase.paper.loading import load_matplotlib

load_matplotlib()  # before the first of the modules of this room asks for it
