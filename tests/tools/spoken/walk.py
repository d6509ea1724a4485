"""The note that is written by keys: each thing that is done, with the words for it."""

from typing import Final

from tests.tools.spoken.desktop import Desktop

TRIES: Final = 25
LINES: Final = 20


class Walk:
    """Keys and text in brackets of their own, and below them what is said of them."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    def about(self, what: str) -> None:
        self._lines += ["", f"# {what}"]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self._desktop.press(key)
            await self._hear(f"[{key}]")

    async def type(self, text: str) -> None:
        await self._desktop.type(text)
        await self._hear(f"« {text} »")

    async def opens(self, key: str, words: str) -> None:
        """A page comes in its own time."""
        if key:
            await self._desktop.press(key)
        said = await self._hear(f"[{key}]")
        for _ in range(TRIES):
            if words in said:
                return
            said = await self._hear("…")
        raise AssertionError(f"expected « {words} » to be said")

    async def until(self, key: str, words: str) -> None:
        for _ in range(TRIES):
            await self._desktop.press(key)
            if words in await self._hear(f"[{key}]"):
                return
        raise AssertionError(f"expected {key} to reach « {words} »")

    async def _hear(self, what: str) -> str:
        said = [one.words for one in await self._desktop.heard()]
        self._lines += [what, *(f"    {one}" for one in said)]
        return " ".join(said)


async def walk(told: Walk) -> None:
    for step in (begin, headings_and_lists, table, box_and_footnote, link, read_again, comment, print_it):
        await step(told)


async def begin(told: Walk) -> None:
    told.about("A note begins at home")
    await told.opens("", "Chargement de Pochette terminé")
    await told.until("Tab", "Écrire une note")
    await told.opens("Return", "Mode focus")
    await told.type("Gares rouvertes")
    await told.press("Return")
    await told.type("Trois gares ")
    await told.press("ctrl+b")
    await told.type("rouvrent")
    await told.press("ctrl+b", "Return")


async def headings_and_lists(told: Walk) -> None:
    told.about("A heading, a list, a task")
    await told.press("ctrl+alt+eacute")
    await told.type("Calendrier")
    await told.press("Return", "ctrl+shift+8")
    await told.type("Évreux")
    await told.press("Return", "Tab")
    await told.type("quai nord")
    await told.press("Return", "shift+Tab")
    await told.type("Dreux")
    await told.press("Return", "Return", "ctrl+shift+9")
    await told.type("Prévenir la mairie")
    await told.press("ctrl+Return", "ctrl+Return", "ctrl+z", "Return", "Return")


async def table(told: Walk) -> None:
    told.about("A table")
    await told.type("/tab")
    await told.press("Return")
    await told.type("Gare")
    await told.press("Tab")
    await told.type("Ville")
    await told.press("Tab", "Tab")
    await told.type("Dreux")
    await told.press("Return", "shift+Tab", "Down", "Down")


async def box_and_footnote(told: Walk) -> None:
    told.about("A box, a footnote")
    await told.type("/ret")
    await told.press("Return")
    await told.type("Le chantier est voté.")
    await told.press("Return", "Return")
    await told.type("Le budget est connu ")
    await told.type("/bas")
    await told.press("Return")
    await told.type("Loi de finances")
    await told.press("Escape")


async def link(told: Walk) -> None:
    told.about("A link, and then one's name")
    await told.type(", voir ")
    await told.press("ctrl+k")
    await told.type("example.org")
    await told.press("Tab")
    await told.type("le rapport")
    await told.press("Return")
    await told.type("Claire")
    await told.press("Return")
    await told.type(" complet")


async def read_again(told: Walk) -> None:
    told.about("All is read again, line by line")
    await told.press("ctrl+Home", *["Down"] * LINES)


async def comment(told: Walk) -> None:
    told.about("A comment")
    await told.press("ctrl+Home", "ctrl+shift+Right", "ctrl+alt+m")
    await told.type("Une source ?")
    await told.press("ctrl+Return", "ctrl+s")


async def print_it(told: Walk) -> None:
    told.about("The print")
    await told.press("ctrl+p")
    await told.until("Tab", "Imprimer")
    await told.press("Return")
