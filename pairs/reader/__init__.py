"""Reading a published list: bytes or pasted text in, rows and findings out. Touches no table.

Each finding has a code that stays the same. Errors refuse the list; warnings are applied only when accepted.

| code                | about                                                                      |         |
|---------------------|----------------------------------------------------------------------------|---------|
| too_big             | the file, text or page is bigger than what is read                         | error   |
| unpacked_too_big    | a file that would unfold to far too much, or is made to hold up its reader | error   |
| line_too_long       | text with a line of more than 100,000 characters                           | error   |
| too_many_rows       | more than 20,000 filled rows                                               | error   |
| broken_file         | damaged, protected by a password, or with a document type declaration      | error   |
| unknown_form        | a PDF, a picture, another kind of archive …                                | error   |
| encoding            | text that is neither UTF-8, UTF-16 with its mark, nor GB18030              | error   |
| empty_file          | nothing in it                                                              | error   |
| no_list             | no row of titles anywhere                                                  | error   |
| column_missing      | titles, but not those of both sides                                        | error   |
| column_twice        | two columns for the same thing                                             | error   |
| two_lists           | two sheets or tables that both look like the list                          | error   |
| no_rows             | titles without pairs                                                       | error   |
| row_above_titles    | a pair above the titles                                                    | error   |
| personal_data       | titles or cells that look like personal data; `value` is always empty      | error   |
| too_few_cells       | fewer cells than titles, in text                                           | error   |
| too_many_cells      | something in a column without a title                                      | error   |
| empty_cell          | a name is missing                                                          | error   |
| control_character   | a name with a character that cannot be printed                             | error   |
| too_long            | a name of more than 100 characters                                         | error   |
| same_university     | the same name on both sides                                                | error   |
| serial_not_number   | a serial number that is none                                               | error   |
| serial_out_of_range | a serial number below 1 or above 20,000                                    | error   |
| serial_twice        | a serial number that an earlier row has                                    | error   |
| batch_not_number    | a batch that is not a number                                               | error   |
| more_errors         | more than 1,000 errors: the others are not listed                          | error   |
| serial_missing      | some rows have a serial number and others none                             | warning |
| total_differs       | the row of the sum states another number of pairs                          | warning |
| unknown_column      | a filled column that is not imported                                       | warning |
| columns_beyond      | cells to the right of the columns that are read                            | warning |
| hidden_rows         | hidden rows, which are read                                                | warning |
| hidden_column       | a hidden column of the list                                                | warning |
| hidden_sheet        | a hidden sheet in the workbook                                             | warning |
| table_left_out      | another table with rows like the list's but without titles                 | warning |
"""

from .detect import read, read_cells
from .result import ListIssue, ListRow, Reading

__all__ = ["ListIssue", "ListRow", "Reading", "read", "read_cells"]
