"""``python -m tests.invoices.golden``: write what the examples of invoices give; read the difference."""

from tests.invoices.golden import EXAMPLES, FORMS, HERE, kept

for old in (path for form in FORMS for path in HERE.glob(f"*.{form}")):
    old.unlink()
for example in EXAMPLES:
    for path, page in kept(example):
        path.write_text(page, encoding="utf-8", newline="")
        print(path.name)
