import pytest

from core.stored_answers import middleware


@pytest.fixture
def built(monkeypatch):
    """The addresses that were built, in their order."""
    found, build = [], middleware.build

    def noting(get_response, request, place):
        found.append(request.get_full_path())
        return build(get_response, request, place)

    monkeypatch.setattr(middleware, "build", noting)
    return found
