"""docs/SCALE.md says what was measured."""

from pathlib import Path

from docs import make_scale

DOCS = Path(make_scale.__file__).parent


def test_the_page_is_made_of_the_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(make_scale, "DOCS", tmp_path)
    (tmp_path / "scale.json").write_bytes((DOCS / "scale.json").read_bytes())
    make_scale.main()
    assert (tmp_path / "SCALE.md").read_text(encoding="utf-8") == (DOCS / "SCALE.md").read_text(encoding="utf-8")
