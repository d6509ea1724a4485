"""`pochette serve --new-key`: a database goes on with another key of the instance than it was begun with."""

import structlog

from server.command.database import sole
from server.errors import StartError
from server.links.rules.instance_key import InstanceKey
from server.settings.config import Config

_log = structlog.get_logger(__name__)


async def begin_with_another_key(config: Config) -> None:
    """Once, and only where the one of before is lost. Raises StartError, also where it is not."""
    async with sole(config, updates=True) as engine:
        if not await InstanceKey(config).replace(engine):
            raise StartError(
                f"Nothing is changed: {config.instance_key} is the key of this database, or it needs none."
                " Start the server without --new-key."
            )
    _log.warning("this is another key than before: no address of before opens", file=str(config.instance_key))
