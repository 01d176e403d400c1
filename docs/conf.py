"""Settings of the documentation site; `make docs` builds it into docs/_build/html.

The built pages ask for nothing from outside: the theme brings its own fonts and
scripts, formulas become MathML while building, no inventory of another site is read.
"""

from __future__ import annotations

import sys
from pathlib import Path

import landbase

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS / "_ext"))

project = "landbase"
author = "The landbase authors"
project_copyright = "The landbase authors"
version = release = landbase.__version__
language = "zh_CN"

extensions = [
    "sphinx.ext.autodoc",
    "numpydoc",
    "myst_nb",
    # our own, in docs/_ext
    "formulas",
    "searching",
    "notebooks",
    "pictures",
    "reference",
]
exclude_patterns = ["_build"]
# A word in single backticks is code; `reference` links it where it is a public name.
default_role = "literal"
nitpicky = True
# Only our own names have pages here; inventories of other sites would need a network.
nitpick_ignore_regex = [(r"py:.*", r"(?!landbase\.\w+$).*")]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 88
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

myst_enable_extensions = ["attrs_block", "colon_fence", "dollarmath"]
myst_heading_anchors = 3

nb_execution_mode = "cache"
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

html_theme = "pydata_sphinx_theme"
html_title = "landbase"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
# pages that have no pages beside them need no list of these
html_sidebars: dict[str, list[str]] = {
    name: []
    for name in (
        *("getting-started", "getting-started-en", "english-path", "find"),
        *("changelog", "contributing"),
    )
}
html_theme_options = {
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "header_links_before_dropdown": 6,
    "show_prev_next": True,
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
