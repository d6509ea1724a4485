"""`pochette` whose search may be asked as often as a measurement wants; everything else as in production.

python -m tests.tools.bench.search.serve serve --data FOLDER
"""

from server.__main__ import main
from server.search.handlers import asking
from server.secrets.attempts import Allowance

_AS_OFTEN_AS_WANTED = Allowance(at_once=1_000_000_000, every_s=1e-6)

if __name__ == "__main__":
    # There is no setting for it.
    vars(asking).update(_OF_DEVICE=_AS_OFTEN_AS_WANTED, _OF_NETWORK=_AS_OFTEN_AS_WANTED)
    main()
