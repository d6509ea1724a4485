"""No-break spaces: inside numbers, dates, telephone numbers and addresses, and before a unit.

Spaces there become no-break spaces, in every language alike. On paper, joiners and zero-width spaces change
where else a line may end (Unicode Standard Annex 14); neither has a glyph, so nobody copies them.
"""

import re
from collections.abc import Iterable

from export.languages import LANGUAGES

NARROW, FIXED = "\u202f", "\u00a0"
JOINER, BREAK = "\u2060", "\u200b"
ANY = "[ \u00a0\u202f]"


def one_of(words: Iterable[str]) -> str:
    """A pattern of any of these words; a space in one may be a no-break space."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word).replace(re.escape(' '), ANY) for word in longest_first)})"


_LANGUAGES = LANGUAGES.values()
_MONTHS = one_of(name for one in _LANGUAGES for name in (*one.dates.months, *one.dates.short_months))
_SUMS = (
    r"(?:(?:[ckMG]|Mr?ds?)?[€$£]|¥|bn|M?(?:EUR|USD|GBP|CHF)|CAD|CNY|JPY|PLN|UAH|SEK|NOK|DKK"
    r"|MAD|TND|DZD|XAF|XOF|FCFA)"
)
_CO2 = r"(?:(?:[kMG]?t|[km]?g)?(?:[ée]q\.?)?CO[2₂](?:-?[ée]q?\.?)?)"
_SIZES = (
    r"(?:[kcdmµμnhMG]?m[²³23]?|[kM]?ha|[kmµμn]?g|[kMG]?t|qx?|[hcdmµμ]?[lL]|°C|°F|K|[kMGTP]?(?:Wh?c?|VA|Hz|o|B|J|bit/s)"
    r"|[mkM]?V|[mk]A|[kMG]b(?:ps|/s)?|[KMGT]io|[kMG]?tep|kvar|k?cal|da?N|kN|[kMh]?Pa|m?bars?|mmHg|m?mol|UI"
    r"|[mµμn]Sv|[kMGT]?Bq|dB(?:\(A\)|[Am])?|lux|lm|pp[mb]?|tr/min|kn|nmi|NM|ft|mi|lb|oz|" + _CO2 + ")"
)
_TIMES = one_of(word for one in _LANGUAGES for word in one.times)
_COUNTS = one_of(word for one in _LANGUAGES for word in one.counts)
_PER_ONE = one_of(word for one in _LANGUAGES for word in one.per)
UNITS = rf"(?:{_SUMS}|{_SIZES}|{_TIMES}|{_COUNTS})"
_PER = rf"(?:[/·]{UNITS}|/{_PER_ONE}\b\.?)"

# `1 200 000`: threes after one to three figures, so that « en 2017 500 foyers » stays two numbers.
THREES = re.compile(rf"(?<![\d.,])(?<!\d{ANY})\d{{1,3}}(?:{ANY}\d{{3}})+(?!\d)")
# Nothing is changed inside an address, which is copied letter by letter.
ADDRESS = re.compile(r"((?<!\S)(?=\S*(?:://|www\.|\w@\w))\S+)")

# Asked by the editor too (tests/tools/patterns.py).
WHOLE = (
    THREES,
    # Telephone numbers: 06 12 34 56 78, 0 800 123 456, 020 7946 0958, +33 (0)6 12…, (202) 555-0143.
    re.compile(rf"(?<![\d.,])0\d(?:{ANY}\d\d){{4}}(?!\d)"),
    re.compile(rf"(?<![\d.,])0\d{{0,4}}(?:{ANY}\d{{3,4}}){{2,3}}(?!\d)"),
    re.compile(
        rf"(?:\(?\+\d{{1,3}}\)?|(?<![\d.,])00{ANY}?\d\d)(?:{ANY}?\(0\))?(?:(?:{ANY}|[.-])?\d{{1,4}}){{2,6}}(?!\d)"
    ),
    re.compile(rf"(?:\+1{ANY})?\(\d{{3}}\){ANY}\d{{3}}-\d{{4}}"),
    # The number of a company or of an account.
    re.compile(rf"(?<!\d)(?:\d{{3}}{ANY}){{3}}\d{{5}}(?!\d)"),
    re.compile(rf"\b[A-Z]{{2}}\d\d(?:{ANY}[A-Z0-9]{{4}}){{3,7}}(?:{ANY}[A-Z0-9]{{1,3}})?\b"),
    # A sign, a currency, and what they stand before.
    re.compile(rf"(?<![^\s(|])[+−±≈~<>≤≥]{ANY}(?=\d)|\A-{ANY}(?=\d)"),
    re.compile(rf"(?:[€$£¥]|\b(?:EUR|USD|GBP|CHF)){ANY}(?=\d)"),
    # A unit.
    re.compile(rf"(?<=\d){ANY}(?=[%‰€$£¥°])"),
    re.compile(rf"(?<=\d){ANY}(?:{_COUNTS}{ANY}(?={_SUMS}(?!\w))|(?={UNITS}(?![\w’'])))"),
    re.compile(
        rf"(?<=\d){ANY}(?:[kMG]?t|[km]?g){ANY}(?:[ée]q\.?{ANY})?(?=CO[2₂])|(?<=CO[2₂]){ANY}(?=[ée]q(?!\w))"
    ),
    re.compile(rf"€{ANY}(?=(?:HT|TTC)(?!\w))"),
    # Dates and times.
    re.compile(rf"\b\d{{1,2}}(?:er|st|nd|rd|th)?{ANY}{_MONTHS}(?!\w)(?:,?{ANY}\d{{4}}(?!\d))?"),
    re.compile(rf"\b{_MONTHS}{ANY}(?:\d{{1,2}}(?:st|nd|rd|th)?(?:,{ANY}\d{{4}})?|\d{{4}})(?!\w)"),
    re.compile(rf"(?<=\d)(?:{ANY}h){ANY}(?=\d)|(?<=\d){ANY}h(?!\w)"),
    re.compile(rf"\b[TQS][1-4]{ANY}(?=\d{{4}}(?!\d))"),
    # 2 × 3, and abbreviations of more than one word.
    re.compile(rf"(?<=\d){ANY}[×x]{ANY}(?=\d)"),
    re.compile(rf"\b(?:p\.{ANY}ex|i\.{ANY}e|e\.{ANY}g|c\.{ANY}à{ANY}d|(?:av|apr)\.{ANY}J\.-C)\."),
)
# Of a range the two ends, of a unit its parts: 2024–2026, 12 h–14 h, 120 km/h.
_RANGE = re.compile(r"[–—](?=\d)")
_RATIO = re.compile(rf"\d{ANY}?{UNITS}{_PER}*(?!\w)")
# One letter ends and begins no line: J.-C., c.-à-d., a-t-il, TGV-M, H/F, 7j/7.
_ALONE = re.compile(r"(?<=\w[/-])(?=\w(?!\w))|(?<=\.-)(?=\w(?!\w))|(?<=(?<!\w)\w/)(?=\w)|(?<=\d[hj]/)(?=\d)")

_WITH_WORD = re.compile(
    rf"((?<![^ \n])(?=[^ \n]*\d)(?=[^ \n]*[{NARROW}{FIXED}])(?=[^ \n]*[^\W\d_]{{5}})[^ \n]+)"
)

_DOMAINS = "com|org|net|eu|fr|int|gov|edu|io|info|uk|de|be|ch|lu|es|it|ca"
_IN_ONE = r"[^\s<>«»“”\"\u200b\u2060]"
_BARE = re.compile(
    rf"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://{_IN_ONE}+|(?<![\w.-])www\.{_IN_ONE}+"
    rf"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?<![\w.@-])(?:[\w-]+\.)+(?:{_DOMAINS})(?![\w-])(?:/{_IN_ONE}*)?"
)
# Signs of the sentence behind an address.
_BEHIND = "].,;:!?…'’"
# A hyphen at the end of a line is left out by those who copy (poppler, pdfium): it begins the next line.
# Less than five signs are no line: `fr`, `l.`.
_BREAKS = re.compile(r"(?<=.{5})(?=.{5})(?:(?<=[/.?&=_@])(?=[^/.?&=_@])|(?<=[^/.?&=_@-])(?=-))")
_NO_BREAKS = re.compile(r"(?<=[!|}–—-])(?=.)|(?<=[^\x00-\x7f])(?=.)")


def bound(text: str) -> str:
    """The same text, as long as before, with no-break spaces where no line may end."""
    parts = ADDRESS.split(text)
    return "".join(part if number % 2 else _bound(part) for number, part in enumerate(parts))


def joined(text: str) -> str:
    """For paper: no line ends after the dash of a range, the stroke of a unit or before one letter either."""
    text = _RANGE.sub(lambda dash: dash[0] + JOINER, text)
    text = _RATIO.sub(lambda unit: unit[0].replace("/", f"/{JOINER}").replace("·", f"·{JOINER}"), text)
    return _ALONE.sub(JOINER, text)


def dated(text: str) -> list[str]:
    """The text cut at its dates and other numbers with words: each second part is one, and not hyphenated."""
    return _WITH_WORD.split(text)


def addresses(text: str) -> list[str]:
    """The text cut at its addresses, typed bare: each second part is one, without the signs around it."""
    out, end = [], 0
    for found in _BARE.finditer(text):
        address = found[0].rstrip(_BEHIND)
        if address.count(")") > address.count("("):
            address = address.rstrip(f"){_BEHIND}")
        out += [text[end : found.start()], address]
        end = found.start() + len(address)
    return [*out, text[end:]]


def breakable(address: str) -> str:
    """An address that may be broken after / . ? & = _ @ and before a hyphen, and nowhere else."""
    return _BREAKS.sub(BREAK, _NO_BREAKS.sub(JOINER, address))


def _bound(text: str) -> str:
    for pattern in WHOLE:
        text = pattern.sub(lambda found: found[0].replace(" ", FIXED), text)
    return text
