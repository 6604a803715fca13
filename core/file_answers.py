"""Files that were uploaded, answered to be saved and never shown in the browser."""

from django.http import FileResponse


def saved_file(piece):
    """The file of a record that has `file`, `name` and `type`."""
    file = FileResponse(piece.file.open("rb"), as_attachment=True, filename=piece.name, content_type=piece.type)
    file["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return file
