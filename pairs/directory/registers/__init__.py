"""The national register (全国高等学校名单): reading a sheet, comparing it with what is known, taking it over."""

from .plan import RegisterPlan, apply, plan
from .reader import read
from .result import RegisterReading, RegisterRow
from .serializers import as_stored, from_stored

__all__ = ["RegisterPlan", "RegisterReading", "RegisterRow", "apply", "as_stored", "from_stored", "plan", "read"]
