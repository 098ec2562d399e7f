"""``python -m tests.golden``: write what the examples give."""

from tests.golden import EXAMPLES, HERE, kept

for old in (*HERE.glob("*.txt"), *HERE.glob("*.json")):
    old.unlink()
for example in EXAMPLES:
    for path, text in kept(example):
        path.write_text(text, encoding="utf-8", newline="")
        print(path.name)
