"""The national register (全国高等学校名单): reading a sheet, comparing it with what is known, taking it over."""

from .planning import RegisterPlan, apply, plan
from .reading import RegisterReading, RegisterRow
from .sheet import read

__all__ = ["RegisterPlan", "RegisterReading", "RegisterRow", "apply", "plan", "read"]
