"""What files made to hurt cost whoever reads them, and what the largest honest ones cost.

    python benchmarks/hostile_files.py              all of them
    python benchmarks/hostile_files.py xlsx png     those whose name holds one of the words

Each file is made by `hostile_files.py` and `hostile_evidence.py` of `tests/support/factories/` and read in a process of
its own through the door that an editor or a coordinator uses: ListImport and RegisterImport with their preview, and
Upload. Printed are the file's bytes, the seconds (of the clock, and of the processor, which says more on a busy
machine), the peak of memory above what the process took before, and what became of the file. Exit 1 when a refused one
took more than 2 s of the processor or 100 MB, or a read one more than 5 s or 150 MB.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from _portal import ROOT, empty_portal, portal

REFUSED, READ = (2, 100), (5, 150)  # seconds of the processor, MB


def files():
    """{(door, name): maker}"""
    from tests.support.factories import hostile_evidence, hostile_files

    lists = {name: make for name, (make, _code) in hostile_files.LISTS.items()}
    lists["csv: 20,000 unknown names"] = hostile_files.unknown_names
    registers = {name: make for name, (make, _code) in hostile_files.REGISTERS.items()}
    pictures = {name: make for name, (make, _code) in hostile_files.PICTURES.items()} | hostile_files.LARGE_PICTURES
    evidence = {name: make for name, (make, *_told) in (hostile_evidence.REFUSED | hostile_evidence.HARMLESS).items()}
    doors = {"list": lists | honest(), "register": registers, "picture": pictures, "evidence": evidence}
    return {(door, name): make for door, makers in doors.items() for name, make in makers.items()}


def honest():
    """The largest lists that anybody may submit."""
    from tests.support.factories import list_files

    rows = [[at, f"江城第{at}学院", f"海滨第{at}大学"] for at in range(1, 20_001)]
    table = [list_files.TITLES, *rows]
    return {
        "honest: csv of 20,000 rows": lambda: list_files.delimited(table),
        "honest: xlsx of 20,000 rows": lambda: list_files.xlsx(table),
        "honest: html of 20,000 rows": lambda: list_files.web_page([*table[:20_000]]),
        "honest: docx of 20,000 rows": lambda: list_files.docx(table[:20_000]),
        "honest: a cell a line, 20,000 rows": lambda: list_files.pasted_cells(table),
    }


def make_portal(folder):
    """In a child of its own: tables, an editor, three batches and as many universities as a register has."""
    empty_portal(folder)
    from import_list import make_world

    from accounts.models import User

    make_world(3000)
    User.objects.create(username="bench")


def read_one(folder, door):
    """In the child: read the file through its door and print what it cost."""
    portal(folder)
    readers = {"list": list_reader, "register": register_reader}
    reader = readers.get(door, evidence_reader)()
    data = (Path(folder) / "file").read_bytes()
    from tests.support.measures import cost

    with cost() as facts:
        outcome = reader(data)
    print(json.dumps(facts | {"outcome": outcome}))


def list_reader():
    from accounts.models import User
    from pairs.lists import workflow
    from pairs.models import Batch

    editor, batch = User.objects.get(username="bench"), Batch.objects.first()
    workflow.compare(workflow.preview(batch, "序号,受援高校,支援高校\n1,甲学院,乙大学".encode(), "", editor))

    def read(data):
        plan = workflow.compare(workflow.preview(batch, data, "file", editor)).plan
        first = next((error.code for error in plan.errors), "")
        return f"read, {plan.rows} rows, {len(plan.errors)} findings" if plan.rows else f"refused: {first}"

    return read


def register_reader():
    from accounts.models import User
    from pairs.models import RegisterImport

    editor = User.objects.get(username="bench")
    RegisterImport.objects.preview("学校名称,学校标识码\n".encode(), "", editor)

    def read(data):
        plan = RegisterImport.objects.preview(data, "file", editor).plan()
        return f"refused: {plan.errors[0].code} ({len(plan.errors)})" if plan.errors else f"read, {len(plan.new)} new"

    return read


def evidence_reader():
    from django.core.exceptions import ValidationError
    from django.core.files.uploadedfile import SimpleUploadedFile

    from core.file_content import Upload
    from tests.support.factories.hostile_files import large_jpeg

    Upload(SimpleUploadedFile("a.jpg", large_jpeg(40, 40)))

    def read(data):
        try:
            return f"read, {Upload(SimpleUploadedFile('a', data)).size} bytes kept"
        except ValidationError as refusal:
            return f"refused: {refusal.code}"

    return read


def child(*arguments):
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def measured(door, make, folder):
    path = Path(folder) / "file"
    path.write_bytes(make())
    return {"bytes": path.stat().st_size} | json.loads(child("--read", folder, door).splitlines()[-1])


def main(words):
    sys.path.insert(0, str(ROOT))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        child("--make", folder)
        print("| door | file | bytes | seconds | of the processor | MB | |\n|---|---|---|---|---|---|---|")
        for (door, name), make in files().items():
            if words and not any(word in f"{door} {name}" for word in words):
                continue
            cost = measured(door, make, folder)
            seconds, megabytes = REFUSED if cost["outcome"].startswith("refused") else READ
            over = cost["processor"] > seconds or cost["mb"] > megabytes
            failed += over
            figures = f"{cost['bytes']:,} | {cost['seconds']:.2f} | {cost['processor']:.2f} | {cost['mb']:.0f}"
            print(f"| {door} | {name} | {figures} | {cost['outcome']}{' — TOO MUCH' if over else ''} |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make_portal(*sys.argv[2:])
    elif sys.argv[1:2] == ["--read"]:
        read_one(*sys.argv[2:])
    else:
        sys.exit(main(sys.argv[1:]))
