"""The national register (全国高等学校名单): reading a sheet, comparing it with what is known, taking it over."""

from .planning import RegisterPlan, apply, plan
from .reading import RegisterReading, RegisterRow
from .sheet import read
from .storing import as_stored, from_stored

__all__ = ["RegisterPlan", "RegisterReading", "RegisterRow", "apply", "as_stored", "from_stored", "plan", "read"]
