"""Land parcels of approved-but-unsupplied and idle land: mu, hectares, decisions, maps.

The names of the stub beside this file are all there is to know for daily work. They
load when first used, so that ``import landbase`` costs next to nothing.
"""

import lazy_loader

__version__ = "0.2.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
