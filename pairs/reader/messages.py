"""What a reader says of a list, by the code of the finding: a code stays the same, and so does what it is about."""

from django.utils.translation import gettext_lazy as _

# The file cannot be read at all.
REFUSALS = {
    "too_big": _("The file is too big: at most %(limit)s MB are read. Save only the list in a file of its own."),
    "unpacked_too_big": _(
        "The file would unfold to far more than any list holds. Copy the list into a new file and try again."
    ),
    "line_too_long": _("A line of the text is longer than %(limit)s characters. Save the list with a row a line."),
    "too_many_rows": _("The table has more than %(limit)s filled rows. Save only the list in a file of its own."),
    "broken_file": _(
        "The file is damaged or protected by a password. Open it, save it again without a password and try again."
    ),
    "macros": _("The file holds macros. Save it as .xlsx or .docx without macros and try again."),
    "old_word": _("This is a document of Word 97–2003 (.doc). Save it as .docx, or copy the list and paste it."),
    "unknown_form": _(
        "This is not a form of list that can be read. Use Excel, Word, CSV or a web page, or paste the text."
    ),
    "unknown_register": _("This is not a form of register that can be read. Save it as .xls, .xlsx or .csv."),
    "encoding": _(
        "The text is neither UTF-8, UTF-16 with a byte order mark, nor GB18030. Save it as “CSV UTF-8” in Excel."
    ),
    "empty_file": _("The file is empty. Choose the file with the list."),
    "empty_text": _("There is no text. Paste the list with its titles."),
}

# The list is refused; what looks like personal data is never repeated, so those findings have no value.
ERRORS = {
    "no_list": _(
        "No list was found. It needs a row of titles such as 序号, 受援高校, 支援高校, and the pairs below it."
    ),
    "column_missing": _(
        "The column %(missing)s is missing. Titles found: %(found)s. Add it or give the column this title."
    ),
    "column_twice": _(
        "More than one column is titled %(titles)s. Keep one, and put lists side by side below each other."
    ),
    "two_lists": _("More than one table looks like the list: %(tables)s. Keep only the one to import."),
    "no_rows": _("There are titles but no pairs below them. Add the pairs and try again."),
    "row_above_titles": _(
        "This row stands above the titles and would not be read. Move the titles above the first row."
    ),
    "personal_column": _(
        "The column “%(title)s” looks like personal data. Nothing of this list was kept. "
        "Remove the column and upload only serial numbers and names of universities."
    ),
    "personal_data": _(
        "A cell looks like an identity or mobile phone number. Nothing of this list was kept. "
        "Remove personal data and upload only serial numbers and names of universities."
    ),
    "too_few_cells": _("The row has %(found)s cells where there are %(titles)s titles. Fill in what is missing."),
    "too_many_cells": _(
        "The row has something beyond the titled columns. Remove it, or put a name with a separator in quotes."
    ),
    "empty_cell": _("The column “%(title)s” is empty here. Fill in the name as the notice prints it."),
    "control_character": _("The name holds a character that cannot be printed. Type the name again."),
    "too_long": _("A name has at most %(limit)s characters. Look for a missing line break or quotation mark."),
    "same_university": _("The same university is on both sides. Correct one of the two."),
    "serial_not_number": _("A serial number is a whole number such as 7. Correct it, or leave it empty if not known."),
    "serial_out_of_range": _("A serial number lies between 1 and %(limit)s. Correct it."),
    "serial_is_date": _(
        "This is how Excel keeps the day %(day)s: it took something like 3-1 for a date. Type the serial number again."
    ),
    "serial_twice": _("Row %(row)s already has the serial number %(serial)s. Correct one of the two."),
    "batch_not_number": _("A batch is a whole number such as 2. Correct it, or remove the column."),
    "more_errors": _(
        "Only the first %(limit)s errors are listed. Correct them and try again; then the others are shown."
    ),
}

# The list is applied only when somebody accepts them.
WARNINGS = {
    "serial_missing": _("Rows without a serial number: %(rows)s. They are read as pairs whose number is not known."),
    "total_differs": _("The list says that it has %(stated)s pairs; %(read)s were read above this row. Compare them."),
    "sides_assumed": _(
        "The titles 甲方 and 乙方 do not say who helps whom: 甲方 was read as the supporter and 乙方 as the recipient. "
        "Compare with the notice; choose the columns yourself where it is the other way round."
    ),
    "unknown_column": _("The column “%(title)s” is not known and will not be imported."),
    "columns_ignored": _(
        "Not imported: %(titles)s. A list says who is paired with whom; change these in the record of the pair or the "
        "university."
    ),
    "columns_beyond": _("There are cells far to the right that were not read. Clear them if not needed."),
    "hidden_rows": _(
        "Hidden rows were read too: %(rows)s. Show them in Excel and check whether they belong to the list."
    ),
    "hidden_column": _("The column %(letters)s (“%(title)s”) is hidden. Show it in Excel and check what it holds."),
    "hidden_sheet": _("The workbook has a hidden sheet “%(name)s”. Show it in Excel and check that nothing is missed."),
    "table_left_out": _("The table “%(name)s” has rows like the list's but no titles; it was not read."),
}

MESSAGES = REFUSALS | ERRORS | WARNINGS
