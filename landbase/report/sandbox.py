"""Where a bureau's template is filled in: it sees its fields, and nothing else.

A template comes from others, like any file. jinja2's sandbox keeps it from the
attributes of Python's own; the rest keeps it from objects of the program (a picture
knows its document, which can write files) and from work without end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jinja2.runtime import Context

__all__ = ["Sandbox"]

# A year's overdue parcels in every list of a bulletin are far below.
MOST_STEPS = 200_000
_LARGEST = 1_000_000
_PLAIN = (str, Mapping, list, tuple, int, float, LoopContext, Macro, Cycler, Joiner,
          Namespace)  # fmt: skip


_MOST_POWER = 100
_WIDENING = {"format", "format_map", "center", "ljust", "rjust", "zfill", "expandtabs",
             "replace", "translate"}  # fmt: skip


class _Unknown(Undefined):
    """A field that is not there: an error; a row without a value is a blank."""

    def __str__(self) -> str:
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()
        return ""


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for one document: plain values, bounded loops and products."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=_Unknown)
        self._steps = 0
        del self.globals["lipsum"]
        self.filters = {
            name: function
            for name, function in self.filters.items()
            if name not in {"center", "indent", "pprint", "attr"}
        } | {"counted": self._counted}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Give attributes of plain values only."""
        return isinstance(obj, _PLAIN) and super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        """Say at once what is refused, where jinja2 would leave a blank."""
        raise SecurityError(f"{attribute} of {type(obj).__name__} is not for templates")

    def call(  # the names are those of jinja2
        self,
        __context: Context,  # noqa: PYI063
        __obj: Any,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Count calls, which multiply like loops; refuse those that ask for a width."""
        self._step()
        if getattr(__obj, "__name__", "") in _WIDENING:
            raise SecurityError(f"{__obj.__name__}() is not for templates")
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse products whose size nobody needs."""
        if isinstance(left, str) and operator == "%":
            raise SecurityError("text % values is not for templates")
        sizes = [len(x) if hasattr(x, "__len__") else abs(x) for x in (left, right)]
        large = sizes[0] * sizes[1] > _LARGEST**2 if operator == "*" else False
        if operator == "*" and any(hasattr(x, "__len__") for x in (left, right)):
            large = sizes[0] * sizes[1] > _LARGEST
        if operator == "**":
            large = max(sizes) > _MOST_POWER
        if large:
            raise OverflowError(f"the result of {operator} is too large")
        return super().call_binop(context, operator, left, right)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        """Count the steps of every loop."""
        for loop in source.find_all(nodes.For):
            if loop.recursive:
                raise TemplateSyntaxError("loops are not recursive here", loop.lineno)
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None)
        return super()._generate(source, *args, **kwargs)

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self._step()
            yield value

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise OverflowError(f"the template takes more than {MOST_STEPS} steps")
