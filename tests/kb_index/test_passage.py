from kb_index.passage import MAX_TOKENS, passage_to_show, passages_of


def test_passages_follow_the_headings_and_know_their_article():
    first, second = passages_of("a", "Before.\n\n## Cost\n\nFree.")
    assert (first.id, first.heading, first.text) == ("a#1", "", "Before.")
    assert (second.id, second.heading, second.text, second.article_id) == (
        "a#2",
        "Cost",
        "Free.",
        "a",
    )


def test_a_long_section_is_cut_at_its_paragraphs(encoder):
    paragraph = "We send the parcel on the same day. " * 15
    text = f"## Long\n\n{paragraph}\n\n{paragraph}"
    found = passages_of("a", text, count_tokens=encoder.count_tokens)
    assert [passage.text for passage in found] == [paragraph.strip()] * 2


def test_no_passage_is_longer_than_the_limit_even_without_paragraphs(encoder):
    text = "word " * 1000
    found = passages_of("a", text, count_tokens=encoder.count_tokens)
    assert len(found) == 5
    assert all(encoder.count_tokens(passage.text) <= MAX_TOKENS for passage in found)


def test_a_short_article_is_shown_whole_and_a_long_one_by_the_passage():
    passage = passages_of("a", "Before.\n\n## Cost\n\nFree.")[1]
    assert passage_to_show("a", "short", passage).text == "short"
    assert passage_to_show("a", "long " * 300, passage) == passage
