"""Pictures unfold to a bounded number of points, once, one at a time; and nothing but the points is kept."""

import io
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile, PngImagePlugin

from activities.models import Evidence
from core import file_content
from core.file_content import images, ole
from tests.activities.activities.test_evidence import PDF, picture
from tests.support.factories import hostile_files


def upload(data, name="照片.jpg"):
    return file_content.Upload(SimpleUploadedFile(name, data))


def kept(data):
    """The picture that is kept of the bytes `data`."""
    content = upload(data).content
    return Image.open(io.BytesIO(content.read()))


def refusal(data, name="照片.jpg"):
    with pytest.raises(ValidationError) as raised:
        upload(data, name)
    return raised.value


@pytest.fixture
def unfolded(monkeypatch):
    """The numbers of points of all pictures that were decoded."""
    sizes, load = [], ImageFile.ImageFile.load

    def noted(image):
        sizes.append(image.width * image.height)
        return load(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", noted)
    return sizes


@pytest.mark.parametrize("name", hostile_files.PICTURES)
def test_a_hostile_picture_is_refused_before_it_unfolds(name, unfolded):
    make, code = hostile_files.PICTURES[name]
    assert refusal(make()).code == code and not unfolded


@pytest.mark.parametrize(
    ("size", "within", "result"),
    [
        ((400, 300), 120_000, (400, 300)),
        ((400, 300), 119_999, (200, 150)),
        ((401, 301), 30_000, (101, 76)),
        ((1600, 1600), 50_000, (200, 200)),
    ],
)
def test_a_large_photograph_is_made_smaller_while_it_is_decoded(monkeypatch, unfolded, size, within, result):
    monkeypatch.setattr(images, "MAX_DECODED", within)
    assert kept(hostile_files.large_jpeg(*size)).size == result
    assert set(unfolded) == {result[0] * result[1]}


@pytest.mark.parametrize("options", [{"form": "PNG"}, {"progressive": True}])
def test_what_cannot_be_made_smaller_while_decoding_has_a_lower_limit_and_says_so(monkeypatch, unfolded, options):
    monkeypatch.setattr(images, "MAX_DECODED", 10_000)
    upload(hostile_files.turned(100, 100, **options))
    unfolded.clear()
    refused = refusal(hostile_files.turned(101, 100, **options))
    assert refused.code == "large" and "1200 万像素" in refused.message and not unfolded


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(6400, 6400), (12_000, 12_000), (20_000, 20_000), (65_000, 65_000)])
def test_a_photograph_of_very_many_points_is_told_their_limit(size):
    refused = refusal(hostile_files.claiming_jpeg(*size))
    assert refused.code == "large" and "4000 万像素" in refused.message


def test_a_photograph_stays_upright_and_loses_everything_else():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 35.0, 0.0)})
    out = io.BytesIO()
    left_white = Image.new("RGB", (40, 20))
    left_white.paste("white", (0, 0, 20, 20))
    left_white.save(out, "JPEG", exif=exif, comment=b"a remark")
    image = kept(out.getvalue())
    assert image.size == (20, 40)
    assert image.getpixel((10, 5))[0] > 200 and image.getpixel((10, 35))[0] < 50
    assert not image.getexif() and not {"comment", "exif", "icc_profile"} & set(image.info)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1", "I;16"])
def test_a_picture_of_any_kind_is_kept_without_its_texts(mode):
    texts, out, exif = PngImagePlugin.PngInfo(), io.BytesIO(), Image.Exif()
    texts.add_text("Comment", "a remark")
    texts.add_itxt("XML:com.adobe.xmp", "a place")
    exif[0x010F] = "a camera"
    Image.new(mode, (30, 20)).save(out, "PNG", pnginfo=texts, exif=exif, icc_profile=b"profile", dpi=(72, 72))
    image = kept(out.getvalue())
    assert image.size == (30, 20) and not image.getexif() and not image.text and not image.info


def test_what_is_transparent_stays_so():
    out = io.BytesIO()
    Image.new("P", (30, 20), 0).save(out, "PNG", transparency=0)
    assert kept(out.getvalue()).getpixel((0, 0))[3] == 0
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG", transparency=(255, 0, 0))
    assert kept(out.getvalue()).getpixel((0, 0))[3] == 0


def test_one_picture_at_a_time_unfolds(monkeypatch):
    at_once, most, lock, draw = [], [], threading.Lock(), images.drawn
    second_waits = threading.Event()

    def slow(*told):
        with lock:
            at_once.append(1)
            most.append(len(at_once))
        second_waits.wait(0.2)
        with lock:
            at_once.pop()
        return draw(*told)

    monkeypatch.setattr(images, "drawn", slow)
    several = [threading.Thread(target=upload, args=[picture()]) for _time in range(3)]
    for thread in several:
        thread.start()
    for thread in several:
        thread.join()
    assert most == [1, 1, 1]


def test_a_file_that_was_refused_leaves_the_next_one_its_turn():
    refusal(hostile_files.claiming_jpeg())
    assert not images.ONE_AT_A_TIME.locked()


# The kind before the size


@pytest.mark.parametrize(
    ("beginning", "words"),
    [(b"\0\0\0\x18ftypmp42", "填写链接"), (b"MZ", "程序"), (b"Rar!", "解压"), (b"\xff\xfb", "PDF、JPEG、PNG")],
)
def test_a_large_file_of_another_kind_is_refused_for_its_kind(beginning, words):
    refused = refusal(beginning + b"\0" * file_content.MAX_FILE, "招聘会.mp4")
    assert refused.code == "type" and words in refused.messages[0]


@pytest.mark.parametrize("beginning", [PDF, b"\xff\xd8\xff", b"PK\x03\x04", ole.MAGIC])
def test_a_large_file_of_a_kind_that_is_accepted_is_refused_for_its_size(beginning):
    assert refusal(beginning + b"\0" * file_content.MAX_FILE).code == "large"


# Once


def test_a_picture_of_a_form_is_decoded_once_and_kept_as_it_was_looked_at(world, rita, unfolded):
    seen = upload(picture())
    decoded = len(unfolded)
    piece = Evidence.objects.attach(rita, world.drafted(rita), seen)
    assert len(unfolded) == decoded
    seen.content.seek(0)
    assert piece.file.read() == seen.content.read() and piece.sha256 == seen.sha256


def test_other_files_are_kept_as_they_came(world, rita):
    piece = Evidence.objects.attach(rita, world.drafted(rita), upload(PDF))
    assert piece.file.read() == PDF and piece.size == len(PDF)
