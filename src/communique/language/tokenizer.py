"""spaCy's English tokenizer, cutting words where the UD treebanks do: "Russian-Cuban" is three, "pre-war" one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import spacy.lang.en
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, CONCAT_QUOTES, LIST_ELLIPSES, LIST_ICONS
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

# Beginnings of words that the treebanks do not cut off ("co-founder", "mid-July"); "anti-Cuban" too is one word.
_BOUND_TEXT = """
anti bi co counter cross de e ex extra hyper infra inter intra mega meta micro mid mini mono multi neo non omni pan para
poly post pre pro proto pseudo psycho quasi re semi sub super supra trans tri ultra un under x
"""
_BOUND = _BOUND_TEXT.split()
# Abbreviations that spaCy's own list lacks.
_MORE_TEXT = "al. ca. approx. Sgt. Capt. Cpl. Maj. Cmdr. Amb. Hon. Pres. Supt. Dep. Min. Cal. Ont. Que."
_ABBREVIATIONS = _MORE_TEXT.split()


def _not_after_bound() -> str:
    """Look back for a hyphen: no bound beginning may stand right before it."""
    forms = [f for p in _BOUND for f in (p, p.capitalize(), p.upper())]
    return "".join(rf"(?<![^\w]{f})(?<!^{f})" for f in sorted(set(forms)))


_INFIXES = [
    *LIST_ELLIPSES,
    *LIST_ICONS,
    r"(?<=[0-9])[+\*^](?=[0-9-])",
    rf"(?<=[{ALPHA_LOWER}{CONCAT_QUOTES}])\.(?=[{ALPHA_UPPER}{CONCAT_QUOTES}])",
    rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
    # Between words, and between a number and a word ("20-year-old"), but not inside telephone numbers.
    rf"(?<=[{ALPHA}0-9]){_not_after_bound()}-(?=[{ALPHA}])",
    rf"(?<=[{ALPHA}]){_not_after_bound()}-(?=[0-9])",
    r"(?<=\.)-(?=[A-Za-z])",
    # Ranges of years and small numbers, scores; but no dates ("2021-10-13") and no telephone numbers.
    r"(?<![0-9-][0-9])(?<=[0-9])-(?=[0-9]+(?![0-9-]))",
    r"(?<![0-9-][0-9]{4})(?<!-[0-9]{2})(?<!-[0-9]{3})(?<=[0-9]{2})-(?=[0-9]+(?![0-9-]))",
    r"--+|[–—―]|\|",
    # Quotation marks beside a dash ("talks—“peaceful”—went on"): what an infix cuts off is not cut again.
    r"(?<=[–—―])[“„«‘\"'(](?=\w)",
    r"(?<=[\w.,!?])[”»’\"')](?=[–—―])",
    r"(?<=\w)[.,!?](?=[”»’\"')][–—―])",
    rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
    rf"(?<=[{ALPHA}0-9%\]\)])[\(\[](?=[{ALPHA}0-9])",
    rf"(?<=[{ALPHA}0-9,.])[“”\"«»\(\)\[\]](?=[{ALPHA}0-9])",
]


def build_tokenizer(nlp: Language) -> Tokenizer:
    """Build the tokenizer of a pipeline."""
    defaults = spacy.lang.en.English.Defaults
    rules: dict[str, Any] = dict(defaults.tokenizer_exceptions or {})
    # "and/or" is three words there; abbreviations that spaCy does not know keep their full stop.
    rules.pop("and/or", None)
    for word in _ABBREVIATIONS:
        rules[word] = [{"ORTH": word}]
    rules["US$"] = [{"ORTH": "US"}, {"ORTH": "$"}]
    prefixes = [*(defaults.prefixes or ()), r"(?:--+|[–—―])", r"-(?=[^\s-])", r"„", r"‚"]
    suffixes = [*(defaults.suffixes or ()), r"(?:--+|[–—―])", rf"(?<=[{ALPHA}0-9])-", r"„"]
    return Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex(prefixes).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(_INFIXES).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )


@registry.tokenizers("communique.tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """Name the tokenizer in a pipeline's configuration."""
    return build_tokenizer
