"""Letters to people about their accounts and posts: invitations, new passwords, batches that became public."""

from datetime import timedelta
from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.directory import paired
from accounts.models.invitation import Invitation
from accounts.models.post import Membership
from accounts.models.user import User
from core.models import Letter
from core.outbox.kinds import LetterKind, register
from core.outbox.writing import in_every_language, in_this_language
from pairs.models import Batch, Pair
from pairs.pairs.signals import batch_published

PUBLICATION_VALID_FOR = timedelta(days=7)


def site_of(request):
    """The address of the portal with which links begin: the canonical one, or else the one that was asked."""
    return settings.SITE["address"] or request.build_absolute_uri("/")


def link_of(invitation, site):
    """The whole address that takes up an invitation, in the language of the page; "" when its key is not known."""
    token = invitation.token
    return urljoin(site, reverse("invitation", args=[token])) if token else ""


def queue_invitations(invitations, site):
    """A letter with the link for each of `invitations`, in the language of the page; in their transaction."""
    for invitation in invitations:
        facts = {"invitation": invitation.pk, "link": invitation.token_hash}
        Letter.objects.queue(
            InvitationLetter.code, invitation.email, invitation.expires_at, site=site, language=get_language(), **facts
        )


@register
class InvitationLetter(LetterKind):
    """The link to a post that is offered."""

    code = "invitation"
    label = _("Invitation")

    def compose(self, letter):
        """None for an offer that was taken up, revoked or renewed meanwhile."""
        invitation = self.offered(letter).with_people().first()
        if invitation is None or not invitation.is_open:
            return None
        with override(letter.facts["language"]):
            facts = {"invitation": invitation, "link": link_of(invitation, letter.facts["site"])}
            if not facts["link"]:
                raise LookupError(
                    "Its key is unknown: put the former SECRET_KEY into SECRET_KEY_FALLBACKS, or renew it."
                )
            return in_this_language("account/email/invitation", invitation.email, facts)

    def after(self, letter):
        if letter.state == Letter.State.SENT:
            self.offered(letter).update(mailed_at=letter.sent_at)

    def offered(self, letter):
        return Invitation.objects.filter(pk=letter.facts["invitation"], token_hash=letter.facts["link"])


def queue_password_reset(address, site):
    """Answer alike whoever asks: who has this address, if anybody, is looked up when the letter is written."""
    valid = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    Letter.objects.queue(PasswordResetLetter.code, address, valid, site=site, language=get_language())


@register
class PasswordResetLetter(LetterKind):
    """The links that set a new password, one for each account with the address that was typed."""

    code = "password_reset"
    label = _("Password reset")

    def compose(self, letter):
        """None for an address that nobody has."""
        users = [
            user
            for user in User.objects.at_address(letter.recipient).filter(is_active=True).order_by("pk")
            if user.email.lower() == letter.recipient.lower()  # databases may hold more for alike than mail servers do
        ]
        if not users:
            return None
        with override(letter.facts["language"]):
            facts = {"accounts": [(user.get_username(), reset_link(user, letter.facts["site"])) for user in users]}
            return in_this_language("account/email/password_reset", users[0].email, facts)

    def after(self, letter):
        """Of an address that nobody has, nothing is kept."""
        if letter.state == Letter.State.DROPPED:
            letter.delete()


def reset_link(user, site):
    """The whole address that sets a new password for `user`."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return urljoin(site, reverse("account_reset_password_from_key", kwargs=key))


@receiver(batch_published)
def tell_coordinators(sender, **_facts):
    """Queue a letter to whoever speaks for a university of the batch and has an address; one a person and batch."""
    told = set(Letter.objects.filter(kind=PublicationLetter.code, facts__batch=sender.pk).values_list("facts__person"))
    posts = Membership.objects.speaking_for(paired(Pair.objects.filter(batch=sender)))
    until = timezone.now() + PUBLICATION_VALID_FOR
    for person in {post.user_id: post.user for post in posts}.values():
        if person.email and (person.pk,) not in told:
            Letter.objects.queue(PublicationLetter.code, person.email, until, batch=sender.pk, person=person.pk)


@register
class PublicationLetter(LetterKind):
    """The news for a coordinator that a batch with pairs of the own university is public."""

    code = "publication"
    label = _("Batch published")

    def compose(self, letter):
        """None for who speaks for nobody in it any more, or where it was withdrawn meanwhile."""
        batch = Batch.objects.published().filter(pk=letter.facts["batch"]).select_related("action").first()
        person = User.objects.filter(pk=letter.facts["person"], is_active=True).exclude(email="").first()
        pairs = person and Pair.objects.filter(batch=batch).of_universities(person.universities)
        pairs = batch and pairs and list(pairs.with_universities().with_names().in_order())
        if not pairs:
            return None
        return in_every_language("accounts/publication_email", person.email, lambda: news(person, batch, pairs))


def news(person, batch, pairs):
    """What the letter says, in the language in use."""
    site = settings.SITE["address"]
    links = [(pair, urljoin(site, reverse("desk_pair", args=[pair.address]))) for pair in pairs]
    return {"person": person, "batch": batch, "pairs": links, "link": urljoin(site, batch.get_absolute_url())}
