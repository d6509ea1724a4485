"""The voice that writes: what speech-dispatcher asks of a module, and what comes of it."""

import io

from tests.tools.spoken.voice import serve


def test_the_voice_answers_and_writes_each_utterance_in_its_language() -> None:
    asked = (
        "INIT\nSET\nlanguage=fr\n.\n"
        "SPEAK\n<speak>Liste &amp; <mark name='1'/>niveau\n..5</speak>\n.\nCHAR\na\n.\nSTOP\nQUIT\nSPEAK\n"
    )
    answers, said = io.StringIO(), io.StringIO()
    serve(iter(asked.splitlines(keepends=True)), answers, said)
    assert said.getvalue() == "SPEAK\tfr\tListe & niveau .5\nCHAR\tfr\ta\n"
    assert [line[:3] for line in answers.getvalue().splitlines()] == [
        *("299", "299", "203", "203", "202", "200", "701", "702", "202", "200", "701", "702", "210"),
    ]
