"""What is generated from the code is what the code would generate."""

from netsoft.articles import articles_page
from netsoft.cg052018 import CG052018
from tests.architecture.source import ROOT


def test_the_page_of_the_articles_is_up_to_date() -> None:
    page = (ROOT / "docs" / "articles.md").read_text(encoding="utf-8")
    assert page == articles_page(CG052018), "run: make articles"
