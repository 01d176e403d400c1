"""What a type checker has to call wrong; `make types` reads this, nothing runs it.

Each line tells mypy and pyright what to find there: where they find nothing, mypy
calls the remark itself wrong (`warn_unused_ignores`).
"""

from __future__ import annotations

import landbase as lb
from landbase import nothing_here  # type: ignore[attr-defined]

lb.no_such_name  # type: ignore[attr-defined]  # noqa: B018
lb.Tolerances().no_such_tolerance  # type: ignore[attr-defined]  # noqa: B018
lb.Tolerances(overlap_m=1.0)  # type: ignore[call-arg]
lb.area_table(lb.read_parcels("a.shp").parcels, no_such_option=1)  # type: ignore[call-arg]
lb.LandBase.open("a.gpkg").recrd("A")  # type: ignore[attr-defined]
print(nothing_here)  # noqa: T201
