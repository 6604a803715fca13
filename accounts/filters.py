"""What the directory of posts can be asked for, and the list of universities without a coordinator."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.directory import posts_open_to, without_coordinator
from accounts.models.post import Role
from core.filters import ListFilterSet, choice, words
from pairs.directory.provinces import Province

ENDED, ALL = "ended", "all"


class PostFilterSet(ListFilterSet):
    """Posts that a person may read: by words, role and province; for the ministry also those that have ended."""

    per_page = 50
    page_name = "people"
    in_front = ("q", "role", "province")
    found = ngettext_lazy("<strong>%(number)s</strong> post", "<strong>%(number)s</strong> posts", "number")

    q = words(_("Name, university or code"))
    role = choice(_("Role"), _("All roles"), Role.choices, field_name="role")
    province = choice(_("Province"), _("All provinces"), Province.choices, asks="in_province")
    held = choice(
        pgettext_lazy("post", "Held"),
        _("Today"),
        [(ENDED, _("Ended")), (ALL, _("All, the ended ones too"))],
        method="filter_held",
    )

    def __init__(self, data, user):
        self.user = user
        super().__init__(data, posts_open_to(user).with_people())
        if not user.oversees:
            del self.filters["held"]
        self.filters["q"].method = self.find

    def find(self, posts, name, text):
        """By addresses for the ministry alone: nobody else learns whether one is known."""
        return posts.matching(text, by_address=self.user.oversees)

    def filter_held(self, posts, name, value):
        return posts.ended() if value == ENDED else posts

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("held") else found.current()


class WithoutCoordinatorFilterSet(ListFilterSet):
    """Universities in pairs that go on for which nobody speaks today; an officer's own."""

    per_page = 50
    page_name = "people_missing"
    in_front = ("province",)
    found = ngettext_lazy(
        "<strong>%(number)s</strong> university", "<strong>%(number)s</strong> universities", "number"
    )

    province = choice(_("Province"), _("All provinces"), Province.choices, field_name="province")

    def __init__(self, data, user):
        found = without_coordinator().order_by("province", "code", "pk")
        super().__init__(data, found if user.oversees else found.filter(province__in=user.provinces))
