"""An uploaded picture encoded again: PNG or JPEG, upright, small, in sRGB, without metadata."""

import io
import warnings
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from export.errors import Unreadable
from export.note.pictures import id_of, kind_of

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2000
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
# A photograph that came as PNG would weigh ten times what paper can show of it.
_LARGEST_PNG = 1_500_000
_QUALITY = 86


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`id` is made of the bytes; `kind` is the media type; sizes are pixels."""

    id: str
    kind: str
    width: int
    height: int
    content: bytes


def redrawn(raw: bytes) -> Picture:
    """Raises Unreadable: no picture, a drawing in SVG, too many pixels, a broken file."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return _redrawn(raw)
    except UnidentifiedImageError:
        raise Unreadable("files.svg" if _is_svg(raw) else "files.no-picture") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Unreadable("files.broken-picture") from None


def _redrawn(raw: bytes) -> Picture:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    # WeasyPrint, where it is loaded in the same process, lets Pillow make up what is missing.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    image: Image.Image = Image.open(io.BytesIO(raw), formats=_FORMATS)
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Unreadable("files.pixels", {"limit": MOST_PIXELS // 1_000_000})
    is_photograph = image.format in {"JPEG", "WEBP"}
    if image.format == "JPEG":
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    image = _in_srgb(image, profile) if isinstance(profile, bytes) else image
    is_opaque = not image.has_transparency_data
    image = image.convert("RGB" if is_opaque else "RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image.info.clear()
    content = b"" if is_photograph and is_opaque else _saved(image, "PNG", optimize=True)
    if not content or (is_opaque and len(content) > _LARGEST_PNG):
        content = _saved(image, "JPEG", quality=_QUALITY, progressive=True, optimize=True)
    return Picture(
        id=id_of(content),
        kind=kind_of(content),
        width=image.width,
        height=image.height,
        content=content,
    )


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """A telephone's wide colours as every screen and printer has them; a broken profile changes nothing."""
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
        return converted if converted is not None else image
    return image


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _is_svg(raw: bytes) -> bool:
    return b"<svg" in raw[:4096].lower()
