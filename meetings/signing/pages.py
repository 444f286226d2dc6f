"""How many pages a PDF has: asked in a process of its own, because the file may be anybody's."""

import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 5  # seconds
MOST_MEMORY = 512 * 1024 * 1024
MOST_PAGES = 100_000


def count_pages(path: Path) -> int:
    """0 when nobody can tell: the file is broken, locked with a password, or too much to read."""
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter, our own module)
            [sys.executable, "-m", "meetings.signing.pages", str(path)],
            capture_output=True,
            cwd=ROOT,
            timeout=LONGEST,
        )
        pages = int(done.stdout or 0)
    except (subprocess.TimeoutExpired, ValueError):
        return 0
    return pages if 0 < pages < MOST_PAGES else 0


def _main(path: str) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    with open(path, "rb") as file:
        print(int(PdfFileReader(file, strict=False).root["/Pages"]["/Count"]))


if __name__ == "__main__":
    _main(sys.argv[1])
