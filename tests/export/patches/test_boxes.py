"""Where boxes stand on a page, asked of a document that is laid out here."""

from weasyprint import HTML

from export.patches.boxes import page_boxes


def test_each_page_gives_its_box() -> None:
    document = HTML(string="<p>one<p style='break-before: page'>two").render()

    assert [
        [box.text for box in page.descendants() if type(box).__name__ == "TextBox"]
        for page in page_boxes(document)
    ] == [["one"], ["two"]]


def test_the_patch_is_still_needed() -> None:
    """Fails when a page tells its box by a public name: then `page_boxes` reads that one."""
    (page,) = HTML(string="<p>one").render().pages
    public = [name for name in dir(page) if not name.startswith("_")]

    assert public
    assert [name for name in public if hasattr(getattr(page, name), "descendants")] == []
