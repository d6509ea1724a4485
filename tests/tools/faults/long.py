"""The long forms of all faults: how each is run, what it tries, and what must stay 0."""

from dataclasses import dataclass
from typing import Final

from tests.tools.faults.race_rights import ENDS_BY_CLASSEUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Long:
    """`tried` and `zeros` are figures of its result: names in dots, with words to `tried`.

    A control must lose: it shows that the test can fail. `limits` are figures and the most they may be.
    """

    command: str
    title: str
    tried: tuple[tuple[str, str], ...]
    zeros: tuple[str, ...] = ()
    limits: tuple[tuple[str, float, str], ...] = ()
    is_control: bool = False

    @property
    def name(self) -> str:
        return self.command.split()[0]

    def part(self, one_in: int) -> str:
        """The command for one of `one_in` of what it tries, each as hard as before. A control stays whole."""
        if self.is_control:
            return self.command
        name, *words = self.command.split()
        for at, option in enumerate(words[:-1]):
            if option in _AMOUNTS:
                words[at + 1] = str(max(1, round(int(words[at + 1]) / one_in)))
            elif option in _OF_ALL:
                every = int(words[at + 1]) or _OF_ALL[option]
                words[at + 1] = str(max(1, every // one_in))
            elif option == "--every":
                words[at + 1] = str(int(words[at + 1]) * one_in)
        return " ".join([name, *words])


# What is counted, unlike what says how large or hard a case is.
_AMOUNTS: Final = frozenset({
    "--kills", "--typing", "--cuts", "--failures", "--times", "--restarts", "--compactions", "--seeds",
    "--backups", "--flips", "--frames", "--updates", "--races", "--tokens", "--minutes", "--loads",
    "--connects",
})  # fmt: skip
# Of these 0 is all; of so many, about, a part is taken.
_OF_ALL: Final = {"--points": 400, "--pairs": 300}

_POWER: Final = ("lost", "gaps", "corrupt")
_NONSENSE: Final = (("outcomes", "updates"), ("applied", "applied"), ("notes", "notes"))

_ENDS: Final = {
    "closed": "a link is closed",
    "renewed": "a link is renewed",
    "locked": "a link gets a password",
    "lowered": "a link to edit becomes one to read",
    "expired": "a link expires",
    "device": "a device is closed",
    "trashed": "a note goes to the trash",
    "put-out": "a device that had something of its own is closed",
    "removed": "somebody is removed",
    "made-closed": "a link is closed, by one that was made through it",
    "made-removed": "somebody is removed, by a link that they made",
    "given": "given access is taken back",
    "given-lowered": "given access is lowered",
}

ALL: Final = (
    Long(
        command="kills --kills 300 --notes 20 --longest 2",
        title="`kill -9` at random under 40 tabs in 20 notes",
        tried=(("kills", "kills"), ("typed", "words typed"), ("acknowledged", "acknowledged")),
        zeros=("lost", "twice", "gaps", "differences"),
    ),
    Long(
        command="anomalies --every 1",
        title="each of 12 errors at each call of the writing thread, once and three times in a row",
        tried=(("faults", "faults"), ("calls", "calls"), ("acknowledged", "acknowledged")),
        zeros=("silent", "lost", "stuck"),
    ),
    Long(
        command="anomalies --typing 200",
        title="the same errors one after the other under somebody who types",
        tried=(("faults", "faults"), ("acknowledged", "words acknowledged")),
        zeros=("silent", "lost", "stuck"),
    ),
    Long(
        command="erasures --edits 250000 --mib 1000 --people 10",
        title="a passage is erased from a long note in a large database while people type",
        tried=(("edits", "edits"), ("mib", "MiB"), ("acknowledged", "acknowledged")),
        zeros=("lost", "found"),
        limits=(("shut_ms", 1000, "ms shut"),),
    ),
    Long(
        command="power --cuts 60000",
        title="power cut at a random operation of the disk",
        tried=(("cuts", "cuts"), ("acknowledged", "acknowledged rows")),
        zeros=_POWER,
    ),
    Long(
        command="power --cuts 2000 --lies",
        title="the same where the disk lies about `fsync`: a control",
        tried=(("cuts", "cuts"), ("acknowledged", "acknowledged rows")),
        zeros=_POWER,
        is_control=True,
    ),
    Long(
        command="power --cuts 2000 --synchronous NORMAL",
        title="the same where SQLite does not wait for the disk: a control",
        tried=(("cuts", "cuts"), ("acknowledged", "acknowledged rows")),
        zeros=_POWER,
        is_control=True,
    ),
    Long(
        command="power --failures 1000",
        title="an error at each n-th write or `fsync`, then a cut",
        tried=(("cuts", "lives"), ("failures", "errors"), ("acknowledged", "acknowledged rows")),
        zeros=_POWER,
    ),
    Long(
        command="full --times 20",
        title="a disk of 8 MiB filled and freed under those who type",
        tried=(("filled", "times"), ("saved", "words saved"), ("typed_when_full", "typed meanwhile")),
        zeros=("untold", "lost", "twice", "gaps", "differences"),
        limits=(("told_s", 1.0, "s until all are told"), ("resumed_s", 5.0, "s until all save again")),
    ),
    Long(
        command="restarts --restarts 500",
        title="stops and kills under open tabs that come back",
        tried=(("stops", "stops"), ("kills", "kills"), ("reconnections", "returns"), ("words", "words")),
        zeros=("lost", "doubled", "emptied", "differences"),
    ),
    Long(
        command="compactions --compactions 10000",
        title="snapshots under typing, each read back; each changed by a byte is found",
        tried=(("compactions", "snapshots"), ("updates", "updates"), ("found", "changed ones found")),
        zeros=("unverified", "differences"),
    ),
    Long(
        command="seeds --seeds 100 --operations 3000",
        title="real Yjs clients, delays, undo, emoji, broken lines and kills: screens, file, journal, PDF",
        tried=(
            ("seeds", "seeds"),
            ("operations", "operations"),
            ("connections", "connections"),
            ("restarts", "ends of the server"),
            ("resyncs", "gaps healed"),
            ("printed", "printed"),
        ),
        zeros=("differences", "refused", "unhealed"),
    ),
    Long(
        command="backups --backups 30 --edits 500 --flips 200",
        title="backups under typing, each restored elsewhere; changed bytes; tabs that outlive a restore",
        tried=(
            ("backups", "backups"),
            ("edits_s", "edits a second"),
            ("notes", "notes compared"),
            ("flips", "changed bytes"),
            ("tabs", "tabs"),
        ),
        zeros=(
            "lost", "twice", "torn", "outside", "differences",
            "unfound", "misnamed", "doubled", "blank", "forgotten",
        ),
    ),
    Long(
        command="crashes --points 0 --cuts 2 --kills 5",
        title="commands killed, and the power cut, at each operation on their files",
        tried=(
            ("points", "operations"),
            ("kills", "kills"),
            ("real_kills", "real kills"),
            ("cuts", "power cuts"),
        ),
        zeros=("bad",),
    ),
    Long(
        command="crashes --points 40 --cuts 2 --kills 0 --lies",
        title="the same where the disk lies about `fsync`: a control",
        tried=(("cuts", "power cuts"),),
        zeros=("bad",),
        is_control=True,
    ),
    Long(
        command="pairs --pairs 0 --times 2",
        title="a command stopped at an operation while another runs; beside other programs and a server",
        tried=(("pairs", "pairs"), ("stopped", "stopped in the middle"), ("refusals", "refusals")),
        zeros=("lost", "unopened", "dishonest", "changed"),
    ),
    Long(
        command="hostile --frames 300000",
        title="mutated frames beside honest typing",
        tried=(("outcomes", "frames"),),
        zeros=("deaths", "differences", "honest_refused"),
    ),
    Long(
        command="nonsense --updates 300000",
        title="updates of good form without sense",
        tried=_NONSENSE,
        zeros=("deaths", "differences"),
    ),
    Long(
        command="nonsense --updates 300000 --sense",
        title="updates of good form that some editor could have made",
        tried=_NONSENSE,
        zeros=("deaths", "differences", "reordered", "rings"),
    ),
    Long(command="weights", title="the heaviest frames of 256 kB", tried=()),
    *(
        Long(
            command=f"races --races 1000 --end {end}",
            title=f"rights taken back under those who type by them: {title}",
            tried=(("races", "races"), ("taken", "letters taken"), ("sent", "letters sent")),
            zeros=("accepted", "waves", "open"),
            limits=(("closed_s", 1.0, "s until sockets are closed"),),
        )
        for end, title in _ENDS.items()
    ),
    *(
        Long(
            command=f"races --servers 2{by} --races 1000 --end {end}",
            title=f"rights taken back at another of two servers on one PostgreSQL: {title}{by_classeur}",
            tried=(("races", "races"), ("taken", "letters taken"), ("sent", "letters sent")),
            zeros=("unanswered", "accepted", "waves", "open"),
            limits=(("closed_s", 2.0, "s until sockets are closed"),),
        )
        for by, by_classeur, ends in (
            ("", "", _ENDS),
            (" --by-classeur", ", of a classeur", ENDS_BY_CLASSEUR),
        )
        for end, title in _ENDS.items()
        if end in ends
    ),
    Long(
        command="readers --frames 100000",
        title="frames of every kind by links that read, comment and print",
        tried=(("sent", "frames"), ("answers.denied", "denied"), ("comments", "comments written meanwhile")),
        zeros=("changed", "more"),
    ),
    Long(
        command="tokens --tokens 10000",
        title="tokens in use, looked for in all that is kept and told",
        tried=(("tokens", "tokens"), ("requests", "requests"), ("bytes", "bytes searched")),
        zeros=("found",),
    ),
    *(
        Long(
            command=f"sitting --minutes 60{pace}",
            title=f"three browsers at one note, one a telephone, on lines that break; {often}",
            tried=(("minutes", "minutes"), ("acts", "acts"), ("acts.lose_line", "lines broken")),
            zeros=("differences", "errors"),
            limits=(("heap_grown", 1.2, "times the memory of a sixth of the time"),),
        )
        for pace, often in ((" --pace 0.3", "an act every two seconds"), ("", "more than twice as fast"))
    ),
    Long(
        command="leaks --loads 10000 --connects 100000",
        title="notes that are loaded and closed, connections that come and go",
        tried=(("loads and evictions.many", "loads"), ("connections.many", "connections")),
        limits=(
            ("loads and evictions.growth_mib", 2.0, "MiB more after the loads"),
            ("connections.growth_mib", 2.0, "MiB more after the connections"),
            # A connection to the database that is opened once is no leak: three files.
            ("loads and evictions.more_descriptors", 3, "more descriptors"),
            ("connections.more_descriptors", 0, "more descriptors"),
        ),
    ),
    Long(
        command="load --sockets 10000 --notes 1000 --edits 2000 --minutes 5",
        title="ten thousand sockets on a thousand notes, bad peers, a restart under all",
        tried=(("sockets", "sockets"), ("edits", "edits"), ("edits_a_second", "edits a second")),
        zeros=("failed", "lost", "unacknowledged", "closed", "storm.failed", "storm.notes_that_lost",
               "bad_peers.lost", "bad_peers.left"),
        limits=(
            ("p99_ms", 150.0, "ms p99"),
            ("storm.all_synced_s", 20.0, "s until all are back"),
            ("bad_peers.more_mib", 64.0, "MiB more with bad peers"),
            ("bad_peers.gone_s", 30.0, "s until those are gone that neither read nor ask"),
        ),
    ),
)  # fmt: skip
