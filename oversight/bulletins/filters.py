"""What the list of bulletins and its files can be asked for."""

from django.utils.translation import gettext_lazy as _

from core.filters import ListFilterSet, choice
from oversight.bulletins.models.bulletin import Bulletin
from pairs.models import Action
from pairs.pairs.filters import published


class BulletinFilterSet(ListFilterSet):
    """The published bulletins: by action."""

    action = choice(_("Action"), _("All actions"), lambda: published()[0], method="of_action")

    def everything(self):
        return Bulletin.objects.published().newest_first()

    def of_action(self, queryset, name, value):
        return queryset.of_action(Action.objects.get(slug=value))

    @property
    def several(self):
        return len(self.filters["action"].extra["choices"]) > 1
