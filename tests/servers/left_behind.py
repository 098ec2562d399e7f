"""A run that keeps a server, says which, and waits to be killed."""

import sys
import time

from tests.servers.kept import Manner, keep, new_folder

if __name__ == "__main__":
    kept = keep(["/bin/sh", "-c", "echo $$ > pid; exec sleep 600"], new_folder("left"), Manner(stop=sys.argv[1]))
    kept.wait_until(lambda: (kept.folder / "pid").exists() and (kept.folder / "pid").read_text().endswith("\n"))
    print(kept.folder, (kept.folder / "pid").read_text().strip(), flush=True)
    time.sleep(60)
