"""`pochette webhooks`: lists the webhooks and the outcome of their last calls."""

from functools import partial

from server.clock import TeamClock
from server.command.database import shared
from server.settings.config import Config
from server.settings.webhooks import Hook
from server.storage import sendings
from server.storage.sendings import Sending, State

_SHOWN = 50


async def show_webhooks(config: Config) -> list[str]:
    """The hooks of the settings, and the latest calls first. The path of an address may be a secret."""
    async with shared(config) as engine:
        calls = await engine.read(partial(sendings.hooks, most=_SHOWN))
    hooks = [_hook(hook) for hook in config.webhook] or ["The settings name no webhook."]
    return (
        [*hooks, *(_call(call, config.clock) for call in calls)]
        if calls
        else [*hooks, "None was called lately."]
    )


def _hook(hook: Hook) -> str:
    says = "with titles" if hook.has_title else "without titles"
    events = ", ".join(sorted(hook.events))
    return f"{hook.name}: {hook.kind} at {hook.url.host}, told of {events}, {says}"


def _call(call: Sending, clock: TeamClock) -> str:
    when = clock.at(call.made_at).isoformat(sep=" ", timespec="seconds")
    line = f"{when}  {call.recipient}  {call.gives}  {call.target}  {call.state}"
    why = " ".join(part for part in (call.why, call.answer) if part)
    if call.state is State.WAITING and call.tries:
        due = clock.at(call.due_at).isoformat(sep=" ", timespec="seconds")
        why = f"{why}, tried {call.tries} times, again at {due}"
    return f"{line}  {why}".rstrip()
