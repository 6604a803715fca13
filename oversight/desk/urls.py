"""The map of the desk's pages of oversight."""

urlpatterns = []
