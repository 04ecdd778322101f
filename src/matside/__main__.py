"""``python -m matside`` is the same as ``matside``."""

import sys

from matside.cli import main

if __name__ == "__main__":
    sys.exit(main())
