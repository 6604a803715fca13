"""The directory of posts, and where the ministry's editors look after people."""

from django.urls import path

from .views import people

urlpatterns = [
    path("", people.people, name="people"),
    path("missing/", people.missing, name="people_missing"),
    path("invite/", people.invite, name="people_invite"),
    path("list/", people.invite_list, name="people_list"),
    path("<number:pk>/again/", people.invite_again, name="people_again"),
    path("<number:pk>/end/", people.end, name="people_end"),
    path("<number:pk>/revoke/", people.revoke, name="people_revoke"),
]
