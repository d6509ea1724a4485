"""Uploaded pictures, written anew."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from export.errors import Unreadable
from export.note.uploaded_picture import redrawn
from export.process.one_shot import one_shot


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def seen(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def photograph(width: int = 3000, height: int = 1500) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width // 2, height))
    return image


def test_a_photograph_is_made_smaller_upright_and_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the telephone upright
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[1] = "N"
    raw = saved(photograph(), "JPEG", exif=exif, comment=b"a comment")

    picture = redrawn(raw)

    shown = seen(picture.content)
    assert (picture.kind, picture.width, picture.height) == ("image/jpeg", 1000, 2000)
    assert shown.size == (1000, 2000)
    top = shown.getpixel((500, 100))
    assert isinstance(top, tuple)
    assert top[0] > 200 > 2 * top[2], "what was left is above now"
    assert not shown.getexif()
    assert b"Maker" not in picture.content
    assert b"a comment" not in picture.content


def test_a_drawing_keeps_its_transparency_and_loses_its_text_chunks() -> None:
    drawing = Image.new("RGBA", (40, 20), (0, 0, 255, 128))
    raw = saved(drawing, "PNG")
    secret = b"tEXtAuthor\x00Claire"
    chunk = struct.pack(">I", len(secret) - 4) + secret + struct.pack(">I", zlib.crc32(secret))
    picture = redrawn(raw[:33] + chunk + raw[33:])
    assert picture.kind == "image/png"
    assert seen(picture.content).getpixel((1, 1)) == (0, 0, 255, 128)
    assert b"Claire" not in picture.content


@pytest.mark.parametrize(
    ("form", "kind"), [("WEBP", "image/jpeg"), ("GIF", "image/png"), ("PNG", "image/png")]
)
def test_every_program_can_show_what_is_kept(form: str, kind: str) -> None:
    picture = redrawn(saved(photograph(300, 150), form))
    assert (picture.kind, picture.width) == (kind, 300)


def test_of_a_moving_picture_the_first_moment_is_kept() -> None:
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    raw = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    shown = seen(redrawn(raw).content)
    assert getattr(shown, "n_frames", 1) == 1
    assert shown.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_colours_of_a_profile_are_written_as_every_screen_has_them() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = redrawn(saved(photograph(100, 50), "PNG", icc_profile=profile))
    assert "icc_profile" not in seen(picture.content).info


def test_the_same_picture_has_the_same_id_and_another_one_another() -> None:
    one, again, other = (redrawn(saved(photograph(width, 50), "PNG")) for width in (100, 100, 101))
    assert one == again
    assert one.id != other.id
    assert len(one.id) == 12


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "files.svg"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE svg><SVG/>", "files.svg"),
        (b"%PDF-1.7", "files.no-picture"),
        (b"", "files.no-picture"),
        (saved(photograph(100, 50), "BMP"), "files.no-picture"),
        (saved(photograph(100, 50), "TIFF"), "files.no-picture"),
        (saved(photograph(400, 300), "PNG")[:200], "files.broken-picture"),
        (saved(photograph(400, 300), "JPEG")[:300], "files.broken-picture"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(raw: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        redrawn(raw)
    assert refused.value.key == why


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """Forty thousand pixels square in a few bytes: 6 GB of memory."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    with pytest.raises(Unreadable) as refused:
        one_shot("picture", b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IDAT")
    assert refused.value.key in {"files.pixels", "files.broken-picture"}


def test_an_errand_gives_the_same_picture() -> None:
    raw = saved(photograph(300, 150), "PNG")
    done = one_shot("picture", raw)
    assert done.parts == (redrawn(raw).content,)
    assert done.facts == {"id": redrawn(raw).id, "kind": "image/png", "width": 300, "height": 150}
