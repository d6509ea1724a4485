"""One file valid both as PDF/A-3a (it can be kept) and as PDF/UA-1 (it can be heard).

WeasyPrint writes the metadata of one variant; the other's identifier, and the schema by which PDF/A lets
it in, are added here. Matterhorn Protocol 1.1, checkpoint 06; ISO 19005-3, 6.6.2.3.
"""

import re
from typing import Any

import pydyf  # type: ignore[import-untyped]

VARIANT = "pdf/a-3a"

_ACCESSIBLE = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""

# Of several glyphs that make one character, WeasyPrint gives the text to the last and nothing to the others:
# a zero-width space is the nearest text to nothing that PDF allows.
_SAYS_NOTHING = re.compile(rb"^(<[0-9a-f]{4}>) <>$")


def claim_both(document: Any) -> None:
    """Let a rendered WeasyPrint document say that it is PDF/UA-1 as well; its metadata stays uncompressed."""
    metadata = document.metadata
    generate, include = metadata.generate_rdf_metadata, metadata.include_in_pdf

    def both(variant: str, version: int, conformance: str) -> bytes:
        plain: bytes = generate(variant, version, conformance)
        start = plain.index(b">") + 1
        return plain[:start] + _ACCESSIBLE + plain[start:]

    def readable(pdf: Any, variant: str, version: int, conformance: str, _compress: object) -> None:
        include(pdf, variant, version, conformance, compress=False)

    metadata.generate_rdf_metadata = both
    metadata.include_in_pdf = readable


def finish(_document: object, pdf: Any) -> None:
    """A window shows the title (ISO 14289-1, 7.1), and glyphs say some text."""
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and b"begincmap" in stream.stream:
            stream.stream = [_SAYS_NOTHING.sub(rb"\1 <200b>", bytes(line)) for line in stream.stream]
