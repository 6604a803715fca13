"""The settings of the tests for a server of its own: files are really kept, in the folder that MEDIA_ROOT names."""

from tests.settings import *  # noqa: F403

STORAGES = STORAGES | {"default": {"BACKEND": "core.storage.WholeFiles"}}  # noqa: F405
