"""One print in a process of its own, for `render_apart`: HTML in, PDF out."""

import sys
from datetime import datetime

from .press import print_pdf

html = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(print_pdf(html, made=datetime.fromisoformat(sys.argv[1])))
