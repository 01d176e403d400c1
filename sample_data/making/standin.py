import numpy as np
import pandas as pd
import shapely
from pyproj import Geod, Transformer


def ellipsoidal_area(f):
    t = Transformer.from_crs(f.crs, 4490, always_xy=True)
    g = Geod(a=6378137, rf=298.257222101)

    def one(s):
        s = shapely.segmentize(s, 20)
        s = shapely.transform(
            s, lambda p: np.column_stack(t.transform(p[:, 0], p[:, 1]))
        )
        s = shapely.orient_polygons(s)
        return abs(g.geometry_area_perimeter(s)[0])

    return pd.Series([one(s) for s in f.geometry], index=f.index)
