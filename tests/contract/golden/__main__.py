"""``python -m tests.contract.golden``: write what the examples of contracts give; read the difference."""

from tests.contract.golden import EXAMPLES, HERE, kept

for old in (*HERE.glob("*.txt"), *HERE.glob("*.json")):
    old.unlink()
for example in EXAMPLES:
    for path, page in kept(example):
        path.write_text(page, encoding="utf-8", newline="")
        print(path.name)
