"""For a form with files: what came with it stays with its writer while something else in it is wrong."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.activities.models.kept_uploads import KeptUpload
from core.exceptions import Refused
from core.file_content import MAX_FILES
from core.numbers import whole_number
from core.tokens import sent_token


class KeepsFiles:
    """Before the form that has the field `files`: `kept` are those that came with it before, bound to its token."""

    kept = KeptUpload.objects.none()
    owner, token_sent = None, ""

    def recall_files(self, request):
        """Find the files that came with this form before, without those that its writer no longer wants."""
        try:
            self.token_sent = sent_token(request)
        except Refused:
            return  # the form was not given to this person, and nothing of it is known
        self.owner, self.kept = request.user, KeptUpload.objects.of_form(request.user, self.token_sent)
        dropped = [key for key in map(whole_number, request.POST.getlist("drop")) if key is not None]
        if dropped:
            self.kept.filter(pk__in=dropped).forget()

    def keep_files(self):
        """Keep the files that came now, since the form goes back to its writer."""
        if self.owner and self.fields["files"].uploads:
            KeptUpload.objects.keep(self.owner, self.token_sent, self.fields["files"].uploads)

    def forget_files(self):
        """They stand with their entry by now."""
        if self.owner:
            self.kept.all().forget()

    @property
    def kept_files(self):
        return list(self.kept.all())

    def clean_files(self):
        """As many files as a form takes, with those that came before."""
        files, there = self.cleaned_data["files"], self.kept.count()
        if there and len(files) + there > MAX_FILES:
            facts = {"number": len(files) + there, "most": MAX_FILES}
            message = _("These are %(number)s files with those that are kept already, and a form takes %(most)s.")
            raise ValidationError(message % facts, "many")
        return files

    def all_uploads(self):
        return [*(piece.as_upload() for piece in self.kept_files), *self.cleaned_data["files"]]

    @property
    def files_asked(self):
        """Whether files were sent that have to be chosen again."""
        sent = len(self.files.getlist("files")) if hasattr(self.files, "getlist") else len(self.files)
        return bool(sent) and not self.kept_files
