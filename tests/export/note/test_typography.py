"""French spaces on paper."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.note.typography import glue_last_word, glue_small_words, typeset
from export.note.unbroken import BREAK, JOINER, addresses, bound, breakable, joined

N, F = "\u202f", "\u00a0"
# What the rules look at, so that chance meets them often.
TEXTS = st.text(
    st.sampled_from("aàhmtM12 05\u00a0\u202f«»;:!?%€\"'’.,–—()\nk²€°CpPXVe/@w|§“”")
    | st.characters(codec="utf-8")
)

# Water, energy, farming, climate, health, networks, sums.
UNITS = """
hm³ hm3 Mm³ km³ dm³ m³/s L/s L/j mm/an m³/ha TWh GWh MW GW kW MWc kWc kWh/m² kWh/m²/an €/MWh c€/kWh kV
mA kVA kvar ha kha Mha q qx q/ha t/ha hL/ha kg/ha UGB UTH €/t €/q kt Mt Gt Mtep ktep tep tCO₂e tCO2eq
MtCO2e ktCO2 GtCO₂ kgCO2e gCO2/km gCO2e/kWh MtCO2e/an dB dB(A) dBA µg/m³ μg/m³ µg/L ng/L mg/kg mSv µSv
Bq/m³ mmHg UI/L mmol/L kcal kN MPa bar tr/min kn NM EVP Mb/j barils/jour Go To Po Mbit/s Gb/s Gbps Md€
Mds€ Mrd€ M€ k€ G€ M£ FCFA €/mois/enfant €/logement pp pts points ‰ % ppm ppb hab/km² hab./km² ETP
"""


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Quoi ? Oui ! Bien ; donc : non", f"Quoi{N}? Oui{N}! Bien{N}; donc{F}: non"),
        ("Quoi? Oui! Bien; donc: non", f"Quoi{N}? Oui{N}! Bien{N}; donc{F}: non"),
        ("Vraiment ?! (ou pas ?)", f"Vraiment{N}?! (ou pas{N}?)"),
        ("« Bonjour » et «bonsoir»", f"«{F}Bonjour{F}» et «{F}bonsoir{F}»"),
        ('dire "oui" et "peut-être"', f"dire «{F}oui{F}» et «{F}peut-être{F}»"),
        ("il dit : « elle dit « oui » » et part", f"il dit{F}: «{F}elle dit “oui”{F}» et part"),
        ('« elle a dit "oui" »', f"«{F}elle a dit “oui”{F}»"),
        ('"elle a dit « oui »"', f"«{F}elle a dit “oui”{F}»"),
        ('« oui" et “non”, “peut-être »', f"«{F}oui{F}» et «{F}non{F}», «{F}peut-être{F}»"),
        ("« une citation “longue” sans fin", f"«{F}une citation “longue” sans fin"),
        ("dont la fin “seule” est là. »", f"dont la fin “seule” est là.{F}»"),
        ('un écran de 12" et un "autre', 'un écran de 12" et un "autre'),
        ("„so“ et «oui»", f"„so“ et «{F}oui{F}»"),
        ("l'eau d'Évian", "l’eau d’Évian"),
        ("8,1 % ou 8,1% de 640 € et 640€", f"8,1{F}% ou 8,1{F}% de 640{F}€ et 640{F}€"),
        ("1 450 000 M€", f"1{N}450{N}000{F}M€"),
        ("en 2017 500 foyers", "en 2017 500 foyers"),
        ("au 06 12 34 56 78", f"au 06{F}12{F}34{F}56{F}78"),
        ("+33 (0)6 12 34 56 78", f"+33{F}(0)6{F}12{F}34{F}56{F}78"),
        ("0 800 123 456", f"0{N}800{N}123{N}456"),
        ("le 24 septembre 2026 à midi", f"le 24{F}septembre{F}2026 à midi"),
        ("depuis mars 2026, au T3 2026", f"depuis mars{F}2026, au T3{F}2026"),
        ("4,46 Md€, 3 millions d'euros, 3 millions €", f"4,46{F}Md€, 3{F}millions d’euros, 3{F}millions{F}€"),
        ("120 km/h, 12 t CO2e/an, 40 €/m²", f"120{F}km/h, 12{F}t{F}CO2e/an, 40{F}€/m²"),
        ("de + 3 % à − 2 %", f"de +{F}3{F}% à −{F}2{F}%"),
        ("en 2026 l'eau manque", "en 2026 l’eau manque"),
        ("SIRET 123 456 789 00012", f"SIRET 123{N}456{N}789{F}00012"),
        ("le 14 mars à 18 h 40", f"le 14{F}mars à 18{F}h{F}40"),
        ("le 1er mars", f"le 1er{F}mars"),
        ("M. Dupont, Mme Zola, C. Marchand", f"M.{F}Dupont, Mme{F}Zola, C.{F}Marchand"),
        ("page 3, n° 5, art. 4", f"page{F}3, n°{F}5, art.{F}4"),
        ("art. L. 123-4 et R. 5 du code, § 3", f"art.{F}L.{F}123-4 et R.{F}5 du code, §{F}3"),
        ("la loi n° 2019-1428, tome II", f"la loi n°{F}2019-1428, tome{F}II"),
        ("au XXIe siècle, la Ve République", f"au XXIe{F}siècle, la Ve{F}République"),
        ("sous Henri IV et Louis XIV", f"sous Henri{F}IV et Louis{F}XIV"),
        (
            "le 36 46, le 39 19 ou (+33) 6 12 34 56 78",
            f"le 36{F}46, le 39{F}19 ou (+33){F}6{F}12{F}34{F}56{F}78",
        ),
        ("330 kWh et 12 km", f"330{F}kWh et 12{F}km"),
        ("un mot – deux", f"un mot{F}– deux"),
        ("voir https://x.org/a?b=1;c : là", f"voir https://x.org/a?b=1;c{F}: là"),
        ("à l.dupont@example.org ?", f"à l.dupont@example.org{N}?"),
        ("de 8:30 à 9:15", "de 8:30 à 9:15"),
    ],
)
def test_french_text_gets_its_spaces(typed: str, printed: str) -> None:
    assert typeset(typed, "fr") == printed


def test_english_text_keeps_its_spaces() -> None:
    assert typeset("""Really? It's "8.1%": yes; 10 000! See p. 3.""", "en") == (
        f"Really? It’s “8.1%”: yes; 10{F}000! See p.{F}3."
    )


def test_english_quotation_marks_within_others_are_single() -> None:
    assert typeset('She said "they said “no” to us" and "left"', "en") == (
        "She said “they said ‘no’ to us” and “left”"
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("$ 1.2 million by March 12, 2026", f"${F}1.2{F}million by March{F}12,{F}2026"),
        ("12 March 2026 at 3:30 pm", f"12{F}March{F}2026 at 3:30{F}pm"),
        ("call 020 7946 0958 or (202) 555-0143", f"call 020{F}7946{F}0958 or (202){F}555-0143"),
        ("+44 20 7946 0958 ext", f"+44{F}20{F}7946{F}0958 ext"),
        ("EUR 1,200.50 in Q3 2026", f"EUR{F}1,200.50 in Q3{F}2026"),
        ("from 15 to 20 kWh/m²", f"from 15 to 20{F}kWh/m²"),
        ("see https://x.org/a 5 km off", f"see https://x.org/a 5{F}km off"),
    ],
)
def test_numbers_stay_whole_in_english_too(typed: str, printed: str) -> None:
    assert typeset(typed, "en") == printed


def test_an_address_is_broken_after_a_few_signs_only() -> None:
    before, address, after = addresses("(voir https://x.org/a-b?c=1&d_e=2!f, ici)")
    assert (before, address, after) == ("(voir ", "https://x.org/a-b?c=1&d_e=2!f", ", ici)")
    parts = ["https://", "x.", "org/", "a", f"-{JOINER}b?", "c=", "1&", "d_", f"e=2!{JOINER}f"]
    assert breakable(address).split(BREAK) == parts
    assert addresses("à l.dupont@example.org et exemple.fr. Non") == [
        "à ", "l.dupont@example.org", " et ", "exemple.fr", ". Non"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("contact@jn.fr", ["contact@", "jn.fr"]),
        ("prenom.nom@min-jn.fr", ["prenom.", "nom@", "min", "-jn.fr"]),
        ("l.dupont@sante.gouv.fr", ["l.dupont@", "sante.", "gouv.fr"]),
        ("www.insee.fr", ["www.insee.fr"]),
        ("jn.fr", ["jn.fr"]),
    ],
)
def test_no_line_has_less_than_five_signs_of_an_address(address: str, lines: list[str]) -> None:
    assert breakable(address).replace(JOINER, "").split(BREAK) == lines


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("c.-à-d. en 50 av. J.-C.", f"c.-{JOINER}à-{JOINER}d. en 50 av.{F}J.-{JOINER}C."),
        ("p. ex. 2 × 3 m, i. e. 6 m²", f"p.{F}ex. 2{F}×{F}3{F}m, i.{F}e. 6{F}m²"),
        ("y a-t-il un TGV-M, un H/F", f"y a-{JOINER}t-il un TGV-{JOINER}M, un H/{JOINER}F"),
        (
            "7j/7, 24h/24, 12 h–14 h, –3 %",
            f"7j/{JOINER}7, 24h/{JOINER}24, 12{F}h–{JOINER}14{F}h, –{JOINER}3{F}%",
        ),
        ("M. le maire, art. 12 bis, 1° dire", f"M.{F}le maire, art.{F}12{F}bis, 1°{F}dire"),
        ("c'est-à-dire et/ou rendez-vous", f"c’est-{JOINER}à-dire et/ou rendez-vous"),
    ],
)
def test_an_abbreviation_and_one_letter_stay_whole(typed: str, printed: str) -> None:
    assert joined(typeset(typed, "fr")) == printed


def test_ranges_and_units_with_strokes_are_joined() -> None:
    assert joined(f"2024–2026 à 120{F}km/h et/ou A–B") == f"2024–{JOINER}2026 à 120{F}km/{JOINER}h et/ou A–B"


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "unit",
    UNITS.split(),
)
def test_a_unit_stays_with_its_number_and_in_one(unit: str, lang: str) -> None:
    printed = joined(typeset(f"de −45 {unit} puis", lang))

    assert printed == f"de −45{F}{unit.replace('/', f'/{JOINER}')} puis"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("12 Mt CO₂e, 3 kg CO2", f"12{F}Mt{F}CO₂e, 3{F}kg{F}CO2"),
        ("12 t éq. CO2 et 5 kt CO2 éq", f"12{F}t{F}éq.{F}CO2 et 5{F}kt{F}CO2{F}éq"),
        ("4 500 € HT ou 5 400 € TTC", f"4{N}500{F}€{F}HT ou 5{N}400{F}€{F}TTC"),
        ("−45 hm³, soit 8 % du volume", f"−45{F}hm³, soit 8{F}% du volume"),
    ],
)
def test_units_of_more_than_one_word_stay_whole(typed: str, printed: str) -> None:
    assert typeset(typed, "fr") == printed


@pytest.mark.parametrize(
    "words", ["en 2024 quatre", "5 personnes", "12 litiges", "3 normes", "7 bandes", "de 8 habitants"]
)
def test_a_word_that_begins_as_a_unit_is_none(words: str) -> None:
    assert typeset(words, "fr") == words


def test_a_short_last_word_is_glued_in_a_long_text_only() -> None:
    assert glue_last_word("Un texte assez long pour avoir deux lignes, oui.") == (
        f"Un texte assez long pour avoir deux lignes,{F}oui."
    )
    assert glue_last_word("Un titre court, oui.") == "Un titre court, oui."
    long = "Gare financement rénovation anticonstitutionnellement communes"
    assert glue_last_word(long) == long


def test_no_line_of_a_title_ends_with_a_small_word() -> None:
    assert glue_small_words("Rouvrir la gare : le plan et son coût à la fin") == (
        f"Rouvrir la{F}gare : le{F}plan et{F}son coût à{F}la{F}fin"
    )


@given(TEXTS, st.sampled_from(["fr", "en"]))
@example("«»", "fr")
@example("1 200 000 000", "fr")
@example("0 000 000?", "fr")
@settings(deadline=None, database=None, max_examples=500)
def test_setting_a_text_twice_changes_nothing(text: str, lang: str) -> None:
    once = typeset(text, lang)

    assert typeset(once, lang) == once


@given(TEXTS, st.sampled_from(["fr", "en"]))
@settings(deadline=None, database=None, max_examples=500)
def test_letters_and_figures_never_change(text: str, lang: str) -> None:
    assert letters(glue_last_word(glue_small_words(typeset(text, lang)))) == letters(text)


@given(TEXTS)
@settings(deadline=None, database=None, max_examples=500)
def test_what_keeps_a_text_together_adds_no_letter(text: str) -> None:
    assert len(bound(text)) == len(text)
    assert re.sub("[ \u00a0]", "", bound(text)) == re.sub("[ \u00a0]", "", text)
    assert "".join(addresses(text)) == text
    plain = text.replace(JOINER, "").replace(BREAK, "")
    assert breakable(plain).replace(JOINER, "").replace(BREAK, "") == plain
    assert joined(plain).replace(JOINER, "") == plain


@pytest.mark.parametrize(
    "piece",
    [
        " ",
        "\u00a0",
        "a",
        "«",
        '"a ',
        "1 ",
        "123 ",
        "A. ",
        "p. ",
        "a:",
        "@a",
        "a://",
        "' ",
        "0 ",
        "06 12 ",
        "A123 ",
    ],
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    began = time.process_time()
    for part in addresses(typeset(piece * 20_000, "fr")):
        joined(part)
    assert time.process_time() - began < 1


def letters(text: str) -> str:
    return re.sub("[ \u00a0\u202f«»“”\"'‘’]", "", text)
