"""Whatever the names are, every form gives them back identically."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from pairs.directory.name_matching import fold
from pairs.reader import read
from pairs.reader.cell_values import role
from tests.support.factories import list_files
from tests.support.factories.list_files import TITLES, pairs_of

CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
OTHERS = st.sampled_from("（）()·—“”\"',;，、&<>." + string.ascii_letters + string.digits)
# A name ends in a character of its own script: what follows is the next cell.
NAME = (
    st.tuples(CHINESE, st.text(CHINESE | OTHERS, max_size=30), CHINESE).map("".join).filter(lambda name: not role(name))
)
PAIRS = st.lists(st.tuples(NAME, NAME).filter(lambda pair: fold(pair[0]) != fold(pair[1])), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_names_survive_every_form(names):
    rows = [[serial, *pair] for serial, pair in enumerate(names, 1)]
    table = [TITLES, *rows]
    made = [
        *(list_files.delimited(table, encoding=encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030")),
        list_files.delimited(table, "\t"),
        list_files.xlsx(table),
        list_files.xls(table),
        list_files.docx([[_escaped(cell) for cell in row] for row in table]),
        list_files.web_page(table),
        list_files.web_page(table, thead=False),
        list_files.pasted(table, " | "),
        list_files.pasted_cells(table),
        list_files.pasted_cells(table, after=""),
    ]
    for data in made:
        reading = read(data)
        assert reading.errors == []
        assert pairs_of(reading) == [tuple(row) for row in rows]


def _escaped(cell):
    return str(cell).replace("&", "&amp;").replace("<", "&lt;")
