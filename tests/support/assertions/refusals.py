"""Short words for what is refused."""

import pytest
from django.core.exceptions import ValidationError

from core.exceptions import Refused


def refused(call, *args, code=None, **kwargs):
    """The refusal of a call that must be refused, with that code where one is given."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert str(caught.value)
    assert code in (None, caught.value.code)
    return caught.value


def faults(call, *args, **kwargs):
    """The fields at fault in a call that must be refused for its values."""
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return set(caught.value.message_dict) if hasattr(caught.value, "error_dict") else {"__all__"}
