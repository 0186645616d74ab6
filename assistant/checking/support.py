"""All rules together: why a quote doesn't support a sentence. Pure."""

from __future__ import annotations

import re

from assistant.checking.days import check_dates, check_weekdays, find_dates
from assistant.checking.fragments import check_fragment
from assistant.checking.lexicon import any_same
from assistant.checking.negation import check_negation, denies
from assistant.checking.numbers import number_values
from assistant.checking.offices import check_offices
from assistant.checking.opposites import check_opposites
from assistant.checking.qualifiers import check_qualifiers
from assistant.checking.quantities import check_quantities
from assistant.checking.reasons import Failure, Reason
from assistant.checking.roles import check_roles
from assistant.checking.sequence import check_sequence
from assistant.checking.tense import check_tense
from assistant.checking.times import check_times
from assistant.checking.tokens import in_devanagari, plain, telling, tokens
from assistant.checking.wording import Context, check_wording, check_wording_across
from index.text.words import fold

_QUESTION_WORDS = frozenset(map(fold, "कब कौन किसने किसे किसको किसका किसकी किसके किससे कहां कैसे क्यों कितने कितनी कितना".split()))
# Of folded text, which has no nukta. "क्या कारण था?" and "क्या सजा मिली?" ask for a thing; "क्या कारण शॉर्ट सर्किट था?" and "क्या सजा सुनाई जा चुकी है?" don't.
_ENDS = r"\s*(?:[?।]|$)"
_VERB = "है हैं था थी थीं थे रहा रही रहे हुआ हुई हुए होगा होगी होंगे बताया बताई बताए दिया दी दिए निकला निकले आया आई आए".replace(" ", "|")
_WHAT = (
    r"(?:क्या|है|हैं|था|थी|थे|हो|हुआ|हुई|होगा|होता|कहा|कहते|कहती|किया|बताया|बोला|बोले|बोली|मिला)(?![ऀ-ॣ])"
    rf"|(?:कारण|वजह|वजहें|मतलब|अर्थ|नतीजा|नतीजे|परिणाम|अंतर|मकसद|उद्देश्य|नाम)(?:{_ENDS}|\s+(?:{_VERB})(?![ऀ-ॣ]))"
    rf"|सजा\s+(?:मिली|मिलेगी|हुई|होगी|(?:सुनाई|दी)\s+(?:गई|जाएगी)){_ENDS}"
    rf"|(?:असर|प्रभाव|फर्क)\s+(?:पडा|पडेगा|पड रहा है|हुआ|होगा|रहा){_ENDS}"
)
# "is hadse mein kitne log mare?" is Roman-script Hindi.
_ROMAN = r"(?!.*\b(?:kitn\w+|kab|kaha\w*|kis\w*|kaun\w*|kya|kyon|kyu\w*|kaise)\b)"
_YES_OR_NO = re.compile(rf"\s*(?:क्या\s(?!\s*(?:{_WHAT}))|(?:are|was|were|did|does|has|have|had|will|can)\b|(?:is|do)\b{_ROMAN})")


def why_unsupported(claim: str, quote: str, context: Context) -> Failure | None:
    """The first reason why `quote` doesn't support `claim`, None when it does. A quote's own words always do."""
    if _bare(claim) == _bare(quote):
        return None
    if _asks(claim, quote) or not _says_something_new(claim, context.question):
        return Failure(Reason.QUESTION)
    years = {date.year for date in find_dates(context.question) if date.year is not None}
    if failure := check_quantities(claim, quote, years) or check_dates(claim, quote, years) or check_weekdays(claim, quote):
        return failure
    if failure := check_times(claim, quote) or check_opposites(claim, quote) or check_sequence(claim, quote):
        return failure
    if not same_script(claim, quote):
        contradict = Failure(Reason.NEGATION) if denies(claim) != denies(quote) else None
        return contradict or check_wording_across(claim, quote)
    return (
        check_negation(claim, quote)
        or check_qualifiers(claim, quote)
        or check_tense(claim, quote)
        or check_roles(claim, quote)
        or check_offices(claim, quote)
        or check_wording(claim, quote, context)
        or check_fragment(claim, quote, context)
    )


def asks_yes_or_no(question: str) -> bool:
    return bool(_YES_OR_NO.match(fold(question)))


def same_script(claim: str, quote: str) -> bool:
    """Whether two texts can be compared word by word; a bare number ("600") belongs to every script."""
    return not any(char.isalpha() for char in claim) or in_devanagari(claim) == in_devanagari(quote)


def _bare(text: str) -> str:
    return " ".join(plain(text).split()).strip(" ।.")


def _asks(claim: str, quote: str) -> bool:
    """A question mark, or a question's word that isn't the quote's own ("कब शुरू हुआ 1817 में")."""
    there = {token.word for token in tokens(quote)}
    return claim.rstrip().endswith("?") or any(token.word in _QUESTION_WORDS - there for token in tokens(claim))


def _says_something_new(claim: str, question: str) -> bool:
    """A small model that finds no answer gives the question back as a statement; to "क्या …?" that is an answer."""
    if asks_yes_or_no(question):
        return True
    asked = [token.key for token in telling(question)]
    return any(not any_same(token.key, asked) for token in telling(claim)) or bool(number_values(claim) - number_values(question))
