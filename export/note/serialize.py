"""A brief as bytes: JSON on one line, then its images one after another. Nothing is unpickled."""

import json
from dataclasses import fields
from datetime import datetime

from export.note import comments
from export.note.brief import Brief
from export.note.card import FIELDS, Kind
from export.note.formats import Format, TextSize


def serialize(brief: Brief) -> bytes:
    values = {field.name: getattr(brief, field.name) for field in fields(brief)}
    values["printed_at"] = brief.printed_at.isoformat()
    values["threads"] = comments.facts(brief.threads)
    values["images"] = {name: len(image) for name, image in brief.images.items()}
    return b"\n".join((json.dumps(values).encode(), b"".join(brief.images.values())))


def deserialize(raw: bytes) -> Brief:
    line, _, rest = raw.partition(b"\n")
    values = json.loads(line)
    images: dict[str, bytes] = {}
    for name, size in values["images"].items():
        images[name], rest = rest[:size], rest[size:]
    return Brief(
        **values
        | {
            **{one.name: tuple(values[one.name]) for one in FIELDS if one.kind is Kind.NAMES},
            "printed_at": datetime.fromisoformat(values["printed_at"]),
            "format": Format(values["format"]),
            "text_size": TextSize(values["text_size"]),
            "threads": comments.read_facts(values["threads"]),
            "images": images,
        }
    )


def job_of(job: str, brief: Brief) -> bytes:
    """A brief with what is to become of it, for a process that can do several things."""
    return b"\n".join((job.encode(), serialize(brief)))


def read_job(raw: bytes) -> tuple[str, Brief]:
    job, _, rest = raw.partition(b"\n")
    return job.decode(), deserialize(rest)
