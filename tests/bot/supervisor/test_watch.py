import pytest

from bot.supervisor import watch


@pytest.mark.parametrize(
    ("file", "groups"),
    [
        ("kb_index/articles/es/shops.md", {"articles"}),
        ("nlu_data/nlu/es/ask.yml", {"data"}),
        ("config.yml", {"data"}),
        ("domain.yml", {"domain"}),
        ("actions/desk.yml", {"desk"}),
        ("bot/settings.yml", {"desk"}),
        ("kb_index/articles/es/.shops.md.swp", set()),  # an editor at work
        ("kb_index/articles/es/shops.md~", set()),
        ("README.md", set()),
    ],
)
def test_an_edit_is_noticed_by_what_depends_on_it(tmp_path, file, groups):
    before = watch.state_of(tmp_path)
    edited = tmp_path / file
    edited.parent.mkdir(parents=True, exist_ok=True)
    edited.write_text("new")
    assert watch.changed(before, watch.state_of(tmp_path)) == groups


def test_a_removed_file_is_an_edit(tmp_path):
    article = tmp_path / "kb_index" / "articles" / "en" / "a.md"
    article.parent.mkdir(parents=True)
    article.write_text("old")
    before = watch.state_of(tmp_path)
    article.unlink()
    assert watch.changed(before, watch.state_of(tmp_path)) == {"articles"}
