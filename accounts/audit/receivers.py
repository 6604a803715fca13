"""What becomes of accounts and posts, into the audit log: whichever page, command or action did it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_reset
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.text import format_lazy
from django.utils.translation import override
from simple_history.signals import post_create_historical_record

from accounts.models import Invitation, Membership, User
from core.acts.history import lines_written
from core.audit.models import AuditCount, AuditEntry
from core.audit.recording import COUNTS, record
from core.middleware import current_request

Kind, Outcome = AuditEntry.Kind, AuditEntry.Outcome
OUTCOMES = {"+": Outcome.ADDED, "~": Outcome.CHANGED, "-": Outcome.REMOVED}
# Of a person these columns are rights; of a post and of an offered one all that its history has. Other apps add theirs.
RIGHTS = {Membership: None, Invitation: None, User: ("is_active", "is_superuser")}


@receiver(user_logged_in)
def record_sign_in(sender, user, **kwargs):
    record(Kind.SIGN_IN, user)


@receiver(user_logged_out)
def record_sign_out(sender, user, **kwargs):
    if user:
        record(Kind.SIGN_OUT, user)


@receiver(user_login_failed)
def record_wrong_password(sender, credentials, **kwargs):
    """An entry where the name is that of an account; any other is counted, for what was typed may be anything."""
    typed = credentials.get("username") or credentials.get("email") or ""
    if user := User.objects.filter(username=User.objects.sign_in_name(typed)).first():
        record(Kind.SIGN_IN_FAILED, user, outcome=Outcome.WRONG_PASSWORD)
    else:
        COUNTS.add(AuditCount.Kind.UNKNOWN_NAME)


@receiver(authentication_failed)
def record_wrong_code(sender, user, **kwargs):
    record(Kind.SIGN_IN_FAILED, user, outcome=Outcome.WRONG_CODE)


@receiver(post_save, sender=User)
def record_password(sender, instance, created, raw=False, **kwargs):
    """A password that was set; Django forgets it only after this."""
    if not created and not raw and instance._password is not None:
        record_credentials(instance, User._meta.get_field("password").verbose_name, Outcome.CHANGED)


@receiver(post_save, sender=Authenticator)
def record_new_factor(sender, instance, created, raw=False, **kwargs):
    if created and not raw:
        record_credentials(instance.user, instance.get_type_display(), Outcome.ADDED)


@receiver(authenticator_reset)
def record_reset_factor(sender, user, authenticator, **kwargs):
    record_credentials(user, authenticator.get_type_display(), Outcome.CHANGED)


@receiver(post_delete, sender=Authenticator)
def record_removed_factor(sender, instance, **kwargs):
    record_credentials(instance.user, instance.get_type_display(), Outcome.REMOVED)


def record_credentials(owner, what, outcome):
    """By whoever is signed in; by the owner where nobody is, as with a link sent to their address.

    A command is nobody's.
    """
    request = current_request()
    by = request and (request.user if request.user.is_authenticated else owner)
    record(Kind.CREDENTIALS, by, what if by == owner else format_lazy("{} · {}", owner, what), outcome)


@receiver(post_create_historical_record)
def record_rights(sender, instance, history_instance, **kwargs):
    """A line in the history of a post, of an offered one, or of a person whose rights changed."""
    if type(instance) in RIGHTS:
        record_rights_of(type(instance), history_instance)


@receiver(lines_written)
def record_rights_brought_back(sender, lines, **kwargs):
    for line in lines if sender in RIGHTS else ():
        record_rights_of(sender, line)


def record_rights_of(model, line):
    if line.history_type == "~" and not is_of_rights(model, line):
        return
    with override(settings.LANGUAGE_CODE):
        record(Kind.RIGHTS, line.history_user, subject_of(model, line), OUTCOMES[line.history_type])


def is_of_rights(model, line):
    """Whether the line changed a right; that an offer was taken up stands there with the post itself."""
    if model is Invitation and line.accepted_at:
        return False
    names = RIGHTS[model] or [field.attname for field in line.tracked_fields]
    before = model.history.filter(id=line.id, history_id__lt=line.history_id).order_by("-history_id").first()
    return before is None or any(getattr(before, name) != getattr(line, name) for name in names)


def subject_of(model, line):
    """The record as it was then, by its `audit_name` where its own name says more than the log may hold."""
    then = line.instance
    return f"{model._meta.verbose_name} {line.id}: {getattr(then, 'audit_name', then)}"
