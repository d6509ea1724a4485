"""What WeasyPrint gives to those who have faces of their own."""

from weasyprint.text.fonts import FontConfiguration


def test_the_patch_is_still_needed() -> None:
    """Fails when a font configuration takes files, or tells what no face has: then the patch goes."""
    assert {name for name in vars(FontConfiguration) if not name.startswith("_")} == {"add_font_face"}
