"""Module of speech-dispatcher that makes no sound: it writes what it is given to say into a file.

python voice.py FILE; requests come on the standard input, answers go to the standard output.
"""

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

MARKUP: Final = re.compile(r"<[^>]*>")
# The whole answer to a request that has no lines.
ANSWERS: Final = {
    "INIT": ["299-ready", "299 OK LOADED SUCCESSFULLY"],
    "LIST VOICES": ["200-file\tfr\tnone", "200-file\ten\tnone", "200 OK VOICE LIST SENT"],
    "QUIT": ["210 OK QUIT"],
}
# What asks for the lines, and what thanks for them.
WITH_LINES: Final = {
    "AUDIO": ("207 OK RECEIVING AUDIO SETTINGS", ["203 OK AUDIO INITIALIZED"]),
    "LOGLEVEL": ("207 OK RECEIVING LOGLEVEL SETTINGS", ["203 OK LOG LEVEL SET"]),
    "SET": ("203 OK RECEIVING SETTINGS", ["203 OK SETTINGS RECEIVED"]),
}
# Said at once: nothing that follows has to cut it.
SPEECH: Final = ("202 OK RECEIVING MESSAGE", ["200 OK SPEAKING", "701 BEGIN", "702 END"])
SAID: Final = ("SPEAK", "CHAR", "KEY")


def lines_of(requests: Iterator[str]) -> list[str]:
    lines = []
    for line in requests:
        if line.rstrip("\n") == ".":
            break
        lines.append(line.rstrip("\n").removeprefix("."))
    return lines


def words_of(lines: list[str]) -> str:
    return html.unescape(MARKUP.sub("", " ".join(lines))).strip()


def serve(requests: Iterator[str], answers: TextIO, said: TextIO) -> None:
    """One line in `said` for each utterance: its kind, its language, its words."""
    language = ""
    for request in requests:
        name = request.strip()
        if name in ANSWERS:
            answers.writelines(f"{line}\n" for line in ANSWERS[name])
        elif name in WITH_LINES or name in SAID:
            begin, end = WITH_LINES.get(name, SPEECH)
            answers.write(f"{begin}\n")
            answers.flush()
            lines = lines_of(requests)
            if name == "SET":
                language = dict(line.partition("=")[::2] for line in lines).get("language", language)
            elif name in SAID:
                said.write(f"{name}\t{language}\t{words_of(lines)}\n")
                said.flush()
            answers.writelines(f"{line}\n" for line in end)
        elif name not in {"STOP", "PAUSE"}:
            answers.write("300 ERR UNKNOWN COMMAND\n")
        answers.flush()
        if name == "QUIT":
            return


if __name__ == "__main__":
    with Path(sys.argv[1]).open("a", encoding="utf-8") as said:
        serve(iter(sys.stdin.readline, ""), sys.stdout, said)
