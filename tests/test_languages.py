"""The sentences of the service in the language that is asked for, and every sentence in every language."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chainrule.api import handlers
from chainrule.api.errors import QueueFull, WorkerLost
from chainrule.cli import main
from chainrule.error_codes import CODES
from chainrule.errors import ChainruleError
from chainrule.examples import EXAMPLES
from chainrule.exercises import MISTAKES, OTHER
from chainrule.exercises.grading import UNREADABLE
from chainrule.exercises.program_lines import FOLLOWS
from chainrule.lessons import CONDITIONS, LessonCollection, LessonError, parse
from chainrule.lessons.conditions import _RELATION_WORDS
from chainrule.lessons.context import NAMED_STEPS
from chainrule.lessons.language import in_language
from chainrule.lessons.resolve import HINTS
from chainrule.lessons.text import SHORTER
from chainrule.ops import OPS
from chainrule.ops.op import Pattern
from chainrule.prelude import ROWS as PRELUDE_ROWS
from chainrule.request import TraceRequest
from chainrule.sentences import catalogue, preferred, speaking, tr, translated
from chainrule.sentences.catalogue import Catalogue, load
from chainrule.tracing import build
from chainrule.tracing.compact import expanded
from service import Client
from source_sentences import (
    SEVERAL_WORDS,
    keys_of_calls,
    keys_of_errors,
    keys_of_lesson_errors,
    texts_outside,
    trees,
    whole_sentences,
)
from test_own_lessons import BROKEN

TEMPLATES = Path(__file__).parent.parent / "backend" / "chainrule" / "api" / "templates"
PLACE = re.compile(r"\{\w+\}|%\(\w+\)s")
CODES_OF_STEPS = re.compile(r"%\([^)]*\)s|\{\w+\}")
GERMAN = load("de").sentences
# What speaks to those who write programs, in a terminal or in Python, is English.
ENGLISH = ("cli", "frameworks", "function_source", "assessments", "run_code", "tracing/decode", "codegen")
# Fragments of such sentences, code, what an administrator reads, and a sentence that is put together of English pieces.
NO_SENTENCES = {
    "{0} {1}",  # two sentences
    "sum({0}, axis={1})",
    "{0}.einsum('{1}', {2})",
    "pip install 'chainrule[{0}]'",
    "In a checkout, run `python3 dev.py run`, or `npm ci && npm run build` in frontend/.",
    "The front end has not been built: {0} is missing.",
    "the path is not ASCII",  # of the server's own checks, and of its own files
    "an array of more than 4,096 entries was left out",
}
CLOSED = [
    ("explain/gates.py", "{0} is closed: its inner gates together have this one local gradient."),
    ("explain/gates.py", "{0} is closed: the gradient went back through its inner gates. Open it to see them."),
]
ENGLISH_WORDS = re.compile(
    r"\b(the|of|and|is|are|its|with|gets|hands|gate|this|from|entries|every|if|otherwise)\b", re.I
)
TRACES: list[dict[str, Any]] = [
    {"source": "1/(1+exp(-(w0*x0+w1*x1+w2)))"},
    {"source": "h = relu(W1 @ x + b1)\ny = softmax(W2 @ h)\nL = -log(y[0])"},
    {"source": "f = max(x, y)*z + x"},
    {"source": "x = 0.0\nf = abs(x) + log(x)"},
    {"source": "W = [[1, 2], [3, 4]]\nfor i in range(10):\n    W = W - 0.1*2*W\nL = sum(W*W)"},
    {"source": "f = x*x*y", "mode": "forward"},
    {"source": "f = sum(W @ x)", "mode": "forward"},
    {"source": "f = x*x*y + x", "graph": "backward"},
    {"source": "f = sigmoid(x)*y", "view": "functions"},
    {"source": "f = W @ x", "view": "units"},
    {"source": "f = sum(W @ x)", "shapes_only": {"W": [3, 4], "x": [4]}},
    {"source": "f = x*y", "upstream": 2.0},
]


def keys_of_templates() -> set[str]:
    """The keys of the pages; the documentation of the API is English."""
    said = re.compile(r"""_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
    pages = "".join(file.read_text() for file in TEMPLATES.glob("*.html") if file.name != "docs.html")
    return {(double or single).replace("\\'", "'").replace('\\"', '"') for double, single in said.findall(pages)}


def test_every_sentence_of_the_pages_is_in_the_german_catalogue() -> None:
    german = catalogue("de")
    assert german is not None
    assert keys_of_templates() - set(german.sentences) == set()


def test_pages_hold_no_text_outside_the_catalogue() -> None:
    """Between two tags stands an expression, or nothing that a person reads."""
    outside = []
    for file in sorted(TEMPLATES.glob("*.html")):
        if file.name == "docs.html":
            continue
        text = re.sub(r"<svg.*?</svg>|\{[{%].*?[}%]\}|<script.*?</script>", "", file.read_text(), flags=re.DOTALL)
        texts = [*re.findall(r">([^<>]+)<", text), *re.findall(r'\s(?:title|aria-label|placeholder)="([^"]+)"', text)]
        outside += [(file.name, each.strip()) for each in texts if re.search(r"[A-Za-z]{2}", each)]
    assert [(name, text) for name, text in outside if text not in ("chain", "rule")] == []


def test_a_german_sentence_has_no_places_but_those_of_its_key() -> None:
    """It may do without one: the s of an English plural."""
    other = [key for key, text in GERMAN.items() if not set(PLACE.findall(text)) <= set(PLACE.findall(key))]
    assert other == []
    kept = [key for key in GERMAN if "%(" in key and set(PLACE.findall(key)) != set(PLACE.findall(GERMAN[key]))]
    assert kept == []


def test_every_sentence_that_is_said_through_the_catalogue_is_in_it() -> None:
    keys = {key for _, tree in trees() for key in keys_of_calls(tree)}
    assert len(keys) > 100
    assert keys - set(GERMAN) == set()


def test_the_words_of_steps_are_said_through_the_catalogue() -> None:
    """In the package that makes them every text of several words is a key."""
    outside = [
        (name, key)
        for name, tree in trees("explain")
        for key in texts_outside(tree)
        if SEVERAL_WORDS.search(key)
        and re.search("[a-z]{2}", CODES_OF_STEPS.sub("", key))
        and not re.search(r"[<\\\\]", key)
    ]
    assert outside == CLOSED


def test_every_sentence_of_the_ops_is_in_the_german_catalogue() -> None:
    said = [sentence for op in OPS.values() for sentence in (op.title, *op.why)]
    said += [each.text for op in OPS.values() for each in (*op.kinks, *op.nonfinite_causes)]
    said += [text for pattern in Pattern for text in (pattern.heading, pattern.sentence)]
    said += [text for row in PRELUDE_ROWS for text in (row.why, row.stable) if text]
    assert [text for text in said if translated(text, "de") == text and text not in GERMAN] == []


def test_the_table_of_optimizers_is_said_in_german(client: Client) -> None:
    """All but proper names, which are the same word."""
    same = {"Momentum", "Adagrad", "RMSProp", "Adam", "AdamW", "Linear"}
    english, german = (client.get(f"/api/v1/optimizers?lang={lang}").json() for lang in ("en", "de"))
    for key in ("optimizers", "schedules"):
        for row, other in zip(english[key], german[key], strict=True):
            assert row["title"] in same or row["title"] != other["title"], row["title"]
            assert not row.get("differs") or row["differs"] != other["differs"], row["differs"]


def test_every_error_and_notice_is_in_the_german_catalogue() -> None:
    codes = {*CODES, "kink"}
    missing = {
        (name, key)
        for name, tree in trees()
        if not name.startswith(ENGLISH)
        for key in keys_of_errors(tree, codes)
        if key not in GERMAN and key not in NO_SENTENCES
    }
    assert sorted(missing) == []


def test_every_whole_sentence_of_what_reads_programs_is_in_the_german_catalogue() -> None:
    """In tables of hints and behind `return`, too: the package speaks in errors and notices only."""
    missing = {
        (name, key)
        for name, tree in trees("read", "tracing/request_values.py")
        for key in whole_sentences(tree)
        if key not in GERMAN and key not in NO_SENTENCES
    }
    assert sorted(missing) == []


WRONG = (
    "f = (x + y", "f = x + y)", "fro i in range(3):\n    x = x + 1", "x = 3 $ 4", "if x = 3:\n    y = 1",
    "y = x if x > 0", "def f(x)\n    return x", "class = 3 + x", "f = x + * y", "f = np.foo(x)", "f = x 3 4",
    "f = lambda x: yield x",
    r"\frac{x}{y", r"\begin{pmatrix} 1 & \\ 2 & 3 \end{pmatrix} x", r"\int_0^1 x dx", "lim x->0 sin(x)/x", "f = x! + 2",
    r"\begin{cases} x \\ y \end{cases}", "f = 5 % of x", "f = ∇ L", "E[x, y]", "y = x.^;", "A = [1 2; 3\ny = A*2",
    "for (int i = 0; i < 3; i += 2) { x = x * 2; }", "model = Net()\ny = model(x)", "y = self.layer(x)", "return x",
    "x = np.zeros((2, 3))\nf = sum(x @ np.zeros(2))", "x = np.zeros((2, 3))\nf = sum(x, axis=4)",
    "x = np.zeros((2, 3))\nf = x[5, 0]", "x = np.zeros((2, 3))\nf = sum(x + np.zeros(4))",
    "x = np.zeros((2, 3))\nf = x.reshape(4, 4)", "f = np.einsum('ij,jk', a)", "import math\nf = x*math.factorial(-1)",
)  # fmt: skip


@pytest.mark.parametrize("source", WRONG)
def test_a_mistake_in_a_program_is_told_in_german(source: str) -> None:
    """Code and the messages of Python stand between backticks."""
    with pytest.raises(ChainruleError) as caught:
        build(TraceRequest(source, {}, defaults=True, lang="de"))
    for said in (caught.value.detail, caught.value.hint or ""):
        german = re.sub(r"`[^`]*`", "", translated(said, "de"))
        assert not re.search(r"\b(the|is|are|has|does|not|with|and|or|write|cannot|must)\b", german, re.IGNORECASE), (
            german
        )
        assert german != re.sub(r"`[^`]*`", "", said) or not re.search("[a-z]{3}", german)


def test_every_mistake_in_a_lesson_file_is_in_the_german_catalogue() -> None:
    keys = {key for _, tree in trees("lessons") for key in keys_of_lesson_errors(tree)}
    keys |= {*HINTS.values(), SHORTER}
    assert len(keys) > 100
    assert sorted(keys - set(GERMAN)) == []


@pytest.mark.parametrize("text", [text for text in BROKEN if text != "a program that is none"])
def test_a_mistake_in_a_lesson_file_is_told_in_german(text: str) -> None:
    with pytest.raises(LessonError) as caught:
        parse("a.md", BROKEN[text][0])
    for said in (caught.value.detail, caught.value.hint or ""):
        german = re.sub(r"`[^`]*`|<[^>]*>|wrong line", "", translated(said, "de"))
        assert not re.search(r"\b(the|is|are|has|with|and|write|line|begins?|two)\b", german, re.IGNORECASE), german


def test_every_sentence_of_the_examples_and_exercises_is_in_the_german_catalogue() -> None:
    said = [text for row in EXAMPLES for text in (row.group, row.title, row.shows)]
    said += [mistake.sentence for mistake in MISTAKES]
    said += [*OTHER.values(), *UNREADABLE.values(), FOLLOWS]
    assert [text for text in said if text not in GERMAN] == []


EXERCISES: list[dict[str, Any]] = [
    {"source": "f = (x + y)*z + x**2", "ask": ["value", "local", "downstream", "term", "pattern", "order"]},
    {"source": "L = sum(relu(W @ x))", "view": "functions", "ask": ["shape", "pattern"]},
    {"source": "f = x*y\ndx = x\ndy = x", "ask": ["wrong_line"], "digits": 1},
    {"source": "f = x*y\ndx = y\ndy = x", "ask": ["line"], "significant": 3},
]


@pytest.mark.parametrize("fields", EXERCISES, ids=str)
def test_a_german_exercise_holds_no_english_sentence(client: Client, fields: dict[str, Any]) -> None:
    body = {"defaults": True, "lang": "de", **fields}
    exercise = client.post("/api/v1/exercise", body).json()
    texts = [exercise["rule"], *(blank["label"] for blank in exercise["blanks"])]
    for answer in ("", "1", "2*y", "no answer", "(7, 7)", "x"):
        answers = {blank["id"]: answer for blank in exercise["blanks"]}
        texts += [
            mark["sentence"] for mark in client.post("/api/v1/grade", {**body, "answers": answers}).json()["marks"]
        ]
    assert [text for text in texts if ENGLISH_WORDS.search(text)] == []
    assert len(set(texts)) > 3


PASSES = {
    "forgot the upstream": "s = sigmoid(w*x)\nL = (s - t)**2\nds = 2*(s - t)\ndw = s*(1 - s)*x",
    "one path": "f = x*x*y\ndx = x*y\ndy = x*x",
    "sign": "f = x*y\ndx = -y\ndy = x",
    "a mask is missing": "h = relu(W @ x)\nL = sum(h*v)\ndh = v\ndW = np.outer(dh, x)\ndv = h",
    "right": "s = sigmoid(w*x)\nds = 1\ndw = ds*s*(1 - s)*x\ndx = ds*s*(1 - s)*w",
    "transpose": "Y = X @ W\nL = sum(Y*Y)\ndY = 2*Y\ndW = dY.T @ X\ndX = dY @ W.T",
}


@pytest.mark.parametrize("source", PASSES.values(), ids=list(PASSES))
def test_verdicts_on_gradients_by_hand_are_german_whole(source: str) -> None:
    values = {"W": [[1, -2], [0.5, 3]], "x": [1, 2], "v": [2, 3]} if "W @ x" in source else {}
    values = {"X": [[1, 2], [3, 4], [5, 7]], "W": [[1, -1], [2, 0.5]]} if "X @ W" in source else values
    trace = build(TraceRequest(source, values, defaults=True, lang="de"))
    texts = [each.text for each in trace.hand_gradients]
    assert len(texts) > 1
    assert [text for text in texts if ENGLISH_WORDS.search(text) or " it " in text] == []


RUNS = {
    "done": {"source": "(x - 3)**2", "iterations": 5},
    "diverges": {"source": "(x - 3)**2", "settings": {"lr": 3}},
    "converges": {"source": "(x - 3)**2", "settings": {"lr": 0.5}},
    "no number": {"source": "log(x)", "values": {"x": -1}},
    "infinite": {"source": "(x - 3)**2", "settings": {"lr": 1e200}},
    "own lines": {
        "source": "w = 0.5\nfor i in range(9):\n    L = w*w\n    w = w - 0.2*w",
        "optimizer": None,
    },
}


@pytest.mark.parametrize("fields", RUNS.values(), ids=list(RUNS))
def test_a_german_run_holds_no_english_sentence(client: Client, fields: dict[str, Any]) -> None:
    body = {"values": {"x": 0} if "x" in fields["source"] else {}, **fields, "lang": "de"}
    run = client.post("/api/v1/train", body).json()
    streamed = client.post("/api/v1/train", body, headers={"Accept": "application/x-ndjson"}).text.splitlines()
    texts = [run["text"], *(notice["text"] for notice in run["notices"]), json.loads(streamed[-1])["text"]]
    assert [text for text in texts if ENGLISH_WORDS.search(text)] == []
    picture = client.post("/api/v1/train/render.svg", {**body, "fonts": False, "with_graph": False}).text
    assert "Verlust" in picture
    assert re.search(r"\bloss\b", picture.replace(fields["source"].strip(), "")) is None


def test_examples_are_in_the_language_of_the_address(client: Client) -> None:
    english, german = (client.get(f"/api/v1/examples{query}").json()["examples"] for query in ("", "?lang=de"))
    assert [row["source"] for row in english] == [row["source"] for row in german]
    assert (english[0]["group"], german[0]["group"]) == ("First graphs", "Erste Graphen")


@pytest.mark.parametrize("fields", TRACES, ids=str)
def test_a_german_trace_holds_no_english_sentence(fields: dict[str, Any]) -> None:
    trace = build(TraceRequest(**{"defaults": True, "lang": "de", **fields}))
    texts = [part for step in trace.steps for part in (step.text, step.words, step.why)]
    texts += [text for step in trace.steps for text in re.findall(r"<mtext>([^<]*)", step.math)]
    texts += [node.title for node in trace.nodes]
    texts += [each.text for node in trace.nodes for each in node.notices]
    texts += [each.text for each in (*trace.notices, *trace.health, *trace.hand_gradients)]
    assert [text for text in texts if ENGLISH_WORDS.search(re.sub(r"\{[^}]*\}", "", text))] == []
    english = build(TraceRequest(**{"defaults": True, **fields}))
    assert [step.math for step in english.steps if "falls" in step.math] == []
    assert english.steps[0].text != trace.steps[0].text


def test_an_error_is_in_the_language_of_the_request(client: Client) -> None:
    body = {"source": "f = nosuch(x)", "defaults": True}
    english, german = client.post("/api/v1/trace", body), client.post("/api/v1/trace", {**body, "lang": "de"})
    assert german.json()["detail"] == "`nosuch` ist hier nicht bekannt."
    assert german.json()["title"] == "Die Formel war nicht zu lesen"
    assert english.json()["detail"] == "`nosuch` is not known here."
    assert client.get("/api/v1/trace?lang=de").json()["detail"] == "`source` fehlt."


FAULTS: dict[str, tuple[Exception, int, str, str]] = {
    "broken": (KeyError("x"), 500, "Etwas ist kaputtgegangen", "Bitte melde ihn mit der Formel."),
    "full": (QueueFull(2), 503, "Der Dienst ist beschäftigt", "Bitte in 2 s noch einmal versuchen."),
    "lost": (WorkerLost(), 503, "Die Arbeit ging verloren", "Bitte noch einmal versuchen."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_service_is_told_in_the_language_of_the_request(
    client: Client, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    error, status, title, hint = FAULTS[fault]

    def broken(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setitem(handlers.HANDLERS, "trace", broken)
    source = f"x + {len(fault)}.125"
    german = client.post("/api/v1/trace", {"source": source, "defaults": True, "lang": "de"})
    assert (german.status, german.json()["title"], german.json()["hint"]) == (status, title, hint)
    assert client.get(f"/api/v1/trace?source={source}&defaults=true&lang=de").json()["title"] == title
    assert client.post("/api/v1/trace", {"source": source, "defaults": True}).json()["title"] != title


def test_an_address_that_is_not_there_is_told_in_the_language_of_the_address(client: Client) -> None:
    assert client.get("/nosuch?lang=de").json()["title"] == "Hier ist nichts"
    assert client.post("/api/v1/ops?lang=de", {}).json()["hint"] == "Nimm GET."
    assert client.get("/oembed?lang=de").json()["detail"] == "`url` fehlt."
    assert client.get("/nosuch?lang=de" + "&x=1" * 600).json()["title"] == "Die Anfrage war nicht zu lesen"
    assert client.get("/nosuch").json()["title"] == "There is nothing here"


def test_a_lesson_is_german_whole_or_says_that_it_is_not(client: Client) -> None:
    """Its conditions too; of a lesson with one sentence that is not translated only its title and summary are."""
    english, german = LessonCollection(), client.get("/api/v1/lessons?lang=de").json()["lessons"]
    whole = [row for row in german if not row["title"].endswith("(auf Englisch)")]
    assert len(german) == len(english.table().lessons)
    assert len(whole) >= 25
    lesson = client.get(f"/api/v1/lessons/{whole[0]['id']}?lang=de").json()
    texts = [lesson["title"], lesson["summary"]]
    texts += [text for scene in lesson["scenes"] for text in (scene["title"], scene["sentence"])]
    texts += [scene["do"]["sentence"] for scene in lesson["scenes"] if scene["do"]]
    assert [text for text in texts if ENGLISH_WORDS.search(text)] == []
    assert client.get(f"/api/v1/lessons/{whole[0]['id']}").json()["title"] == english.text(whole[0]["id"]).title


def test_a_mistake_in_ones_own_lesson_is_told_in_the_language_of_the_page(client: Client) -> None:
    text = "---\ntitle: A\n---\n## One\nsource: f = x*x\nvalues: {x: 3}\nstep: 99\n> A.\n"
    answer = client.post("/api/v1/lessons?lang=de", {"text": text}).json()
    assert answer["detail"].endswith("Zeile 7: Der Ablauf hat 6 Schritte.")
    assert answer["hint"] == "Nimm einen früheren Schritt, oder lass `step` weg."


def test_one_sentence_without_a_german_one_leaves_the_lesson_english() -> None:
    text = LessonCollection().text("first-graph")
    own = replace(text, scenes=[replace(text.scenes[0], sentence="Nobody translated this.")])
    with speaking("de"):
        assert in_language(text)[1] == "de"
        lesson, chosen = in_language(own)
    assert chosen == "en"
    assert (lesson.title, lesson.scenes) == ("A first graph (auf Englisch)", own.scenes)


def test_the_conditions_of_lessons_are_in_the_german_catalogue() -> None:
    said = {row.sentence for row in CONDITIONS.values()} | set(NAMED_STEPS.values()) | set(_RELATION_WORDS.values())
    assert said - set(GERMAN) == set()


def test_templates_and_whole_words_say_the_same_in_german(client: Client) -> None:
    body = {"source": "f = max(x, y)*x", "defaults": True, "lang": "de"}
    whole = client.post("/api/v1/trace", body).json()
    compact = client.post("/api/v1/trace", {**body, "words": "templates"}).json()
    assert expanded(compact)["steps"] == whole["steps"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("fr, de;q=x", "en"),
    ],
)
def test_the_language_that_a_browser_likes_best(accept: str, language: str) -> None:
    assert preferred(accept) == language


def test_the_page_is_in_the_language_of_the_browser_or_of_the_address(client: Client) -> None:
    english, german = client.get("/"), client.get("/", headers={"accept-language": "de-DE"})
    assert all(part in english.text for part in ('<html lang="en">', "Lessons"))
    assert "de.js" not in english.text
    assert all(part in german.text for part in ('<html lang="de">', "Lektionen", "/de.js"))
    assert "Accept-Language" in german.headers["vary"]
    assert '<html lang="de">' in client.get("/?lang=de").text
    assert '<html lang="en">' in client.get("/?lang=en", headers={"accept-language": "de"}).text
    assert '<html lang="de">' in client.get("/embed?source=x*y&lang=de").text
    assert '<html lang="de">' in client.get("/activations?lang=de").text


def test_a_language_that_there_is_not_is_refused(client: Client) -> None:
    answer = client.post("/api/v1/trace", {"source": "x*y", "defaults": True, "lang": "xx"})
    assert (answer.status, answer.json()["code"]) == (422, "bad-field")
    assert "en, de" in answer.json()["hint"]


def test_a_finished_sentence_is_translated_by_its_template() -> None:
    german = Catalogue(
        {
            "There is no view `{0}`.": "Es gibt keine Ansicht `{0}`.",
            "There is no {0}.": "Es gibt kein {0}.",
            "place": "Ort",
            "{0} and {1} differ.": "{1} und {0} unterscheiden sich.",
        }
    )
    assert german.by_template("There is no view `x`.") == "Es gibt keine Ansicht `x`."
    assert german.by_template("There is no place. A and b differ.") == "Es gibt kein Ort. b und A unterscheiden sich."
    assert german.by_template("Nobody wrote this.") == "Nobody wrote this."


def test_what_fills_a_place_is_code_a_count_or_a_sentence_without_its_full_stop() -> None:
    german = Catalogue(
        {
            "{0} and {1}": "{0} und {1}",
            "`{0}` does not fit {1}: {2}.": "`{0}` passt nicht auf {1}: {2}.",
            "Shapes {0} and {1} differ.": "Die Formen {0} und {1} sind verschieden.",
            "{0} entries": "{0} Einträge",
        },
        ["{0} entries"],
    )
    said = "`a and b` does not fit 2×3 and 4 entries: Shapes (2, 3) and (4,) differ."
    told = "`a and b` passt nicht auf 2×3 und 4 Einträge: Die Formen (2, 3) und (4,) sind verschieden."
    assert german.by_template(said) == told
    assert german.by_template("all entries") == "all entries"


def test_a_sentence_is_made_in_the_language_of_the_moment() -> None:
    assert tr("Computational graph of {0}", "x*y") == "Computational graph of x*y"
    with speaking("de"):
        assert tr("Computational graph of {0}", "x*y") == "Berechnungsgraph von x*y"
        assert translated("Examples") == "Beispiele"
    assert translated("Examples") == "Examples"


@pytest.mark.parametrize("id", [row.id for row in LessonCollection().table().lessons])
def test_a_lesson_has_the_same_scenes_states_and_answers_in_both_languages(id: str) -> None:
    """All but its words; numbers in sentences are the same, in the same order or another."""
    text = LessonCollection().text(id)
    with speaking("en"):
        english = parse(text.file, text.text)
    with speaking("de"):
        german = parse(text.file, text.text)
    assert len(english.scenes) == len(german.scenes)
    assert german.lang == "de"
    for one, other in zip(english.scenes, german.scenes, strict=True):
        assert (one.request, one.step, one.ask, one.train) == (other.request, other.step, other.ask, other.train)
        assert (one.picture is None, one.do is None) == (other.picture is None, other.do is None)
        assert numbers_in(one.sentence) == numbers_in(other.sentence)
        assert bool(other.sentence) == bool(one.sentence)
        assert set(re.findall(r"`[^`]+`", one.sentence)) == set(re.findall(r"`[^`]+`", other.sentence))


def numbers_in(sentence: str) -> list[str]:
    return sorted(re.findall(r"[−-]?\d[\d.e−]*\d|\d", sentence))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["trace", "nofile.py"], "nofile.py: Diese Datei oder diesen Ordner gibt es nicht"),
        (["trace", "x*y", "--set", "x"], "--set braucht NAME=WERT, nicht 'x'"),
        (["examples", "nope"], "Es gibt kein Beispiel 'nope'"),
        (["lessons", "nope"], "Es gibt keine Lektion 'nope'"),
        (["render", "x", "--defaults", "-o", "no/such/x.svg"], "Diese Datei oder diesen Ordner gibt es nicht"),
    ],
)
def test_what_a_command_refuses_is_told_in_its_language(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main([*words, "--lang", "de"]) in (2, 3)
    assert sentence in capsys.readouterr().err


def test_the_place_where_json_ends_is_german_whole(client: Client) -> None:
    body = client.get("/api/v1/trace", source="x", values="{x", lang="de").json()
    assert body["detail"] == "`values` ist ab Zeile 1, Spalte 2 kein JSON."
