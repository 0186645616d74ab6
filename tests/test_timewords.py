from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.timewords import TimeWish, find_time

# A Friday; the week began on Monday the 18th.
NEWEST = "2025-08-22"

# question, since, until, strict ("only"), latest
CASES: list[tuple[str, str | None, str | None, str]] = [
    # A month, a day, a year: the event's time, preferred
    ("जून 2025 में बाढ़ से कितने लोग मरे?", "2025-06-01", "2025-06-30", ""),
    ("जून में हुई बारिश से कितना नुकसान हुआ?", "2025-06-01", "2025-06-30", ""),
    ("दिसंबर में किसने इस्तीफ़ा दिया?", "2024-12-01", "2024-12-31", ""),
    ("फ़रवरी 2024 में क्या हुआ?", "2024-02-01", "2024-02-29", ""),
    ("14 जून को लावरोव कहां थे?", "2025-06-14", "2025-06-14", ""),
    ("१४ जून २०२५ को लावरोव कहां थे?", "2025-06-14", "2025-06-14", ""),
    ("14 जून 2024 को क्या हुआ?", "2024-06-14", "2024-06-14", ""),
    ("जून के महीने में कितनी बारिश हुई?", "2025-06-01", "2025-06-30", ""),
    ("साल 2024 के जून में क्या हुआ?", "2024-06-01", "2024-06-30", ""),
    ("जून महीने 2024 में क्या हुआ?", "2024-06-01", "2024-06-30", ""),
    ("2024 में रेपो दर कितनी थी?", "2024-01-01", "2024-12-31", ""),
    ("साल 2024 का चुनाव किसने जीता?", "2024-01-01", "2024-12-31", ""),
    ("सितम्बर 2024 में कौन जीता?", "2024-09-01", "2024-09-30", ""),
    ("अक्तूबर 2024 में कौन जीता?", "2024-10-01", "2024-10-31", ""),
    ("मार्च में बजट कब आया?", "2025-03-01", "2025-03-31", ""),
    ("What happened in June 2025?", "2025-06-01", "2025-06-30", ""),
    ("What did Lavrov say in June?", "2025-06-01", "2025-06-30", ""),
    ("Who resigned in May?", "2025-05-01", "2025-05-31", ""),
    ("Who resigned in December?", "2024-12-01", "2024-12-31", ""),
    ("What happened on June 14, 2025?", "2025-06-14", "2025-06-14", ""),
    ("What happened on 14th of June 2025?", "2025-06-14", "2025-06-14", ""),
    ("What happened on 2025-06-14?", "2025-06-14", "2025-06-14", ""),
    ("What happened on 14/06/2025?", "2025-06-14", "2025-06-14", ""),
    ("Which team won in 2024?", "2024-01-01", "2024-12-31", ""),
    ("What is the repo rate after the April 2025 cut?", "2025-04-01", "2025-04-30", ""),
    ("june 2025 me kya hua?", "2025-06-01", "2025-06-30", ""),
    ("june me barish kitni hui?", "2025-06-01", "2025-06-30", ""),
    ("14 june ko lavrov kahan the?", "2025-06-14", "2025-06-14", ""),
    ("mai me kisne istifa diya?", "2025-05-01", "2025-05-31", ""),
    ("saal 2024 mein repo rate kya thi?", "2024-01-01", "2024-12-31", ""),
    # Ranges
    ("जून से अगस्त 2024 तक कितनी बारिश हुई?", "2024-06-01", "2024-08-31", ""),
    ("नवंबर से फरवरी 2025 तक कितनी ठंड रही?", "2024-11-01", "2025-02-28", ""),
    ("1 से 15 जून 2025 के बीच कितनी बारिश हुई?", "2025-06-01", "2025-06-15", ""),
    ("1 जून से 15 जुलाई 2024 के बीच क्या हुआ?", "2024-06-01", "2024-07-15", ""),
    ("2022 से 2024 तक कितने हादसे हुए?", "2022-01-01", "2024-12-31", ""),
    ("How much rain fell from June to August 2024?", "2024-06-01", "2024-08-31", ""),
    ("How much rain between 1 June and 15 July 2024?", "2024-06-01", "2024-07-15", ""),
    ("1-15 June 2025 rainfall?", "2025-06-01", "2025-06-15", ""),
    ("june se august 2024 tak kitni barish hui?", "2024-06-01", "2024-08-31", ""),
    # Open ends
    ("15 जून 2025 के बाद कितने सैनिक भेजे गए?", "2025-06-16", None, ""),
    ("What happened since June 2025?", "2025-06-01", None, ""),
    ("What happened after 15 June 2025?", "2025-06-16", None, ""),
    ("What was the rate before July 2025?", None, "2025-06-30", ""),
    ("जुलाई 2025 से पहले रेपो दर कितनी थी?", None, "2025-06-30", ""),
    ("15 june 2025 ke baad kya hua?", "2025-06-16", None, ""),
    # Reckoned from the newest article
    ("पिछले हफ्ते कितने लोग घायल हुए?", "2025-08-11", "2025-08-17", ""),
    ("पिछले हफ़्ते क्या हुआ?", "2025-08-11", "2025-08-17", ""),
    ("पिछले महीने कितनी बारिश हुई?", "2025-07-01", "2025-07-31", ""),
    ("गत वर्ष कितनी बारिश हुई?", "2024-01-01", "2024-12-31", ""),
    ("पिछले 3 दिनों में क्या हुआ?", "2025-08-20", "2025-08-22", ""),
    ("पिछले दो हफ्तों में क्या हुआ?", "2025-08-09", "2025-08-22", ""),
    ("इस हफ्ते क्या हुआ?", "2025-08-18", "2025-08-22", ""),
    ("इस महीने की बारिश कितनी थी?", "2025-08-01", "2025-08-22", ""),
    ("आज कितने लोग मरे?", "2025-08-22", "2025-08-22", ""),
    ("कल कितने लोग मरे?", "2025-08-21", "2025-08-21", ""),
    ("Who won last week?", "2025-08-11", "2025-08-17", ""),
    ("Who won in the last two weeks?", "2025-08-09", "2025-08-22", ""),
    ("What happened this year?", "2025-01-01", "2025-08-22", ""),
    ("What happened yesterday?", "2025-08-21", "2025-08-21", ""),
    ("pichle hafte kya hua?", "2025-08-11", "2025-08-17", ""),
    ("is saal budget me kitne teacher rakhe?", "2025-01-01", "2025-08-22", ""),
    # The news of a time: no other is wanted
    ("जून 2025 की ख़बरों में बाढ़ के बारे में क्या है?", "2025-06-01", "2025-06-30", "only"),
    ("जून 2025 की बड़ी ख़बरें क्या हैं?", "2025-06-01", "2025-06-30", "only"),
    ("14 जून के अख़बार में क्या था?", "2025-06-14", "2025-06-14", "only"),
    ("जून 2025 में छपे लेखों में क्या है?", "2025-06-01", "2025-06-30", "only"),
    ("पिछले हफ्ते की खबरें बताओ", "2025-08-11", "2025-08-17", "only"),
    ("2024 के लेखों में बाढ़ का क्या कारण बताया गया?", "2024-01-01", "2024-12-31", "only"),
    ("15 जून 2025 के बाद की ख़बरों में क्या है?", "2025-06-16", None, "only"),
    ("आज की ख़बरें क्या हैं?", "2025-08-22", "2025-08-22", "only"),
    ("What does the news of June 2025 say about floods?", "2025-06-01", "2025-06-30", "only"),
    ("Which articles published in June 2025 mention floods?", "2025-06-01", "2025-06-30", "only"),
    ("What do the June 2025 articles say?", "2025-06-01", "2025-06-30", "only"),
    ("What is in last week's news?", "2025-08-11", "2025-08-17", "only"),
    ("june 2025 ki khabron me kya hai?", "2025-06-01", "2025-06-30", "only"),
    ("pichle hafte ki khabar sunao", "2025-08-11", "2025-08-17", "only"),
    # The latest
    ("रेपो दर की ताज़ा स्थिति क्या है?", None, None, "latest"),
    ("नवीनतम रेपो दर क्या है?", None, None, "latest"),
    ("हाल का सबसे बड़ा हादसा कौन सा है?", None, None, "latest"),
    ("हाल ही में कौन आया?", None, None, "latest"),
    ("ताज़ा ख़बर क्या है?", None, None, "latest"),
    ("पिछले कुछ दिनों में क्या हुआ?", None, None, "latest"),
    ("What is the latest repo rate?", None, None, "latest"),
    ("What is the most recent death toll?", None, None, "latest"),
    ("aaj tak ki latest khabar kya hai?", None, None, "latest"),
    ("taza repo rate kya hai?", None, None, "latest"),
    ("haal hi me kaun aaya?", None, None, "latest"),
    ("जून 2025 की ताज़ा ख़बरें क्या हैं?", "2025-06-01", "2025-06-30", "only latest"),
]

NO_WISH = [
    "लावरोव कहाँ गए थे?",
    "विंध्य प्रदेश का 2026-27 का कुल बजट कितने रुपये का है?",
    "मदनपुर कस्बे में बिजली का क्या हाल है?",
    "किसानों के पैदल मार्च में कितने लोग थे?",
    "2025 लोग कहां रुके?",
    "आज तक किसने सबसे ज़्यादा गोल किए?",
    "आजकल प्याज का भाव क्या है?",
    "जून 31 को क्या हुआ?",
    "How many people may attend?",
    "When will they march to the capital?",
    "2025 people were there?",
    "tamsapur ki badh me kitne logo ki jaan gayi?",
    "jan gayi kitno ki?",
    "form bharne ki last date kya hai?",
    "mai kahan jaun?",
    "Pyaaz ki tazgi kaise bachayen?",
    "माह भर में कितना खर्च हुआ?",
    "",
]


@pytest.mark.parametrize(("question", "since", "until", "how"), CASES, ids=[case[0] for case in CASES])
def test_the_time_a_question_names(question: str, since: str | None, until: str | None, how: str) -> None:
    assert find_time(question, NEWEST) == TimeWish(since, until, strict="only" in how, latest="latest" in how)


@pytest.mark.parametrize("question", NO_WISH)
def test_a_question_without_a_time_wishes_none(question: str) -> None:
    assert find_time(question, NEWEST) is None


@pytest.mark.parametrize(
    "question",
    [
        "जून 2025 में समाचार एजेंसी के दफ़्तर में क्या हुआ?",
        "2024 के लेखक कौन थे?",
        "Who attended the June 2025 news conference?",
        "जून 2025 में हुए हादसे की ख़बर किसने दी?",
    ],
)
def test_news_that_is_no_filter(question: str) -> None:
    wish = find_time(question, NEWEST)
    assert wish is not None
    assert not wish.strict


@pytest.mark.parametrize("question", ["जून में क्या हुआ?", "पिछले हफ्ते क्या हुआ?", "आज क्या हुआ?", "last week?"])
def test_without_any_dated_article_a_time_without_a_year_is_unknown(question: str) -> None:
    assert find_time(question, None) is None


def test_a_full_date_needs_no_dated_article() -> None:
    assert find_time("14 जून 2025 को क्या हुआ?", None) == TimeWish("2025-06-14", "2025-06-14")


def test_news_of_an_event_is_printed_in_the_two_weeks_after_it() -> None:
    assert TimeWish("2025-06-14", "2025-06-14").reported_until() == "2025-06-28"
    assert TimeWish("2025-06-14", None).reported_until() is None


@given(question=st.text(max_size=80), newest=st.none() | st.dates(date(1990, 1, 1)).map(str))
def test_no_question_breaks_it_and_no_time_ends_before_it_begins(question: str, newest: str | None) -> None:
    wish = find_time(question, newest)
    if wish and wish.since and wish.until:
        assert wish.since <= wish.until


@given(
    parts=st.lists(
        st.sampled_from(
            "14 31 29 2024 2025 0001 जून फरवरी june may से to और and के बाद तक पिछले last दो हफ्ते years आज की ख़बरें - / 2025-02-31 31/12/9999 before after".split()
        ),
        max_size=8,
    )
)
def test_no_row_of_time_words_breaks_it(parts: list[str]) -> None:
    for newest in (None, NEWEST, "2024-02-29", "0001-01-01"):
        find_time(" ".join(parts), newest)
