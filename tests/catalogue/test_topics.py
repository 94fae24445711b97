"""HR adds a topic without a programmer."""

import pytest

from tests.cast import Cast
from trainingtracker.catalogue import topics
from trainingtracker.errors import RuleViolation


def test_a_topic_is_added_at_the_end_with_a_key_of_its_own(cast: Cast) -> None:
    added = topics.add("Digitale Verwaltung", "Digital government")
    assert topics.in_order()[-1] is added
    assert added.key == "digital_government"
    assert topics.add("Anders", "Digital government").key == "digital_government_2"


def test_a_topic_needs_both_titles(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="in German and in English"):
        topics.add("Digitale Verwaltung", "  ")


def test_a_title_is_used_once(cast: Cast) -> None:
    title = topics.in_order()[0].title_de
    with pytest.raises(RuleViolation, match="already a topic called"):
        topics.add(title.upper(), "Something else")


def test_a_renamed_topic_keeps_its_key(cast: Cast) -> None:
    topic = topics.in_order()[0]
    key = topic.key
    topics.rename(topic, "Neuer Name", "New name", topics.version(topic))
    assert (topic.key, topic.title_en) == (key, "New name")
