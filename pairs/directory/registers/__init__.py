"""The national register (全国高等学校名单): reading a sheet, comparing it with what is known, taking it over."""

from .plan import RegisterPlan, StaleRegisterError, apply, plan, register_source
from .reader import read
from .result import RegisterReading, RegisterRow

__all__ = [
    "RegisterPlan",
    "RegisterReading",
    "RegisterRow",
    "StaleRegisterError",
    "apply",
    "plan",
    "read",
    "register_source",
]
