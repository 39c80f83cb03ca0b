"""Exercises as files: what a learning system reads in them is what the engine means."""

from __future__ import annotations

import base64
import io
import json
import os
import random
import re
import zipfile
from dataclasses import fields
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdf
import pytest
from lxml import etree

import chainrule
from assessment_readers import Package, clozes
from chainrule.assessments import FORMATS, gradescope, prairielearn_generate, prairielearn_grade, questions, render
from chainrule.cli import main
from chainrule.errors import InputError, LimitError, RequestError
from chainrule.exercises import BlankSelector, Exercise, ExerciseRequest, answer_key, make, variants
from chainrule.exercises.answers import ToleranceRule
from chainrule.exercises.dependencies import DependencyEntry
from chainrule.export import extras
from chainrule.limits import DEFAULT, Limits
from chainrule.request import TraceRequest
from chainrule.sentences import Language
from programs import scalar_program
from service import Client

SCHEMAS = Path(__file__).parent / "schemas"
NEURON = TraceRequest("f = sigmoid(w0*x0 + w1*x1 + b)")
ALL = ExerciseRequest(["value", "local", "downstream", "term", "pattern"], seed=3)
LAYER = TraceRequest("sum(relu(W @ x))", {"W": [[1, 2], [3, 4], [5, 6]], "x": [1, 2]})
WRONG = TraceRequest("x = 2.0\nw = 3.0\nz = w*x\nL = z**2\ndz = 2*z\ndw = dz*w\ndx = dz*w")
EXERCISES = [
    (NEURON, ALL),
    (LAYER, ExerciseRequest(["shape", "pattern"])),
    (WRONG, ExerciseRequest(["wrong_line", "downstream"])),
    (TraceRequest("f = x*y # {1:NUMERICAL:=3} <&> ]]>"), ExerciseRequest(["downstream", "value"])),
]
IDS = ["neuron", "layer", "wrong-line", "special characters"]
each = pytest.mark.parametrize(("asked", "wanted"), EXERCISES, ids=IDS)


def moodle(asked: TraceRequest, wanted: ExerciseRequest, count: int = 1) -> list[ET.Element]:
    """The cloze questions of a file that is as Moodle's importer wants it."""
    content = render(asked, wanted, "moodle.xml", count)
    etree.XMLSchema(etree.parse(SCHEMAS / "moodle.xsd")).assertValid(etree.fromstring(content))
    return ET.fromstring(content).findall("question[@type='cloze']")


@each
def test_moodle_marks_the_answer_key_right(asked: TraceRequest, wanted: ExerciseRequest) -> None:
    (question,) = moodle(asked, wanted)
    blanks = clozes(question)
    keys = answer_key(make(asked, wanted))
    assert len(blanks) == len(keys)
    for blank, key in zip(blanks, keys, strict=True):
        for answer in [key.answer, *key.texts, *(repr(centre) for centre, _ in key.intervals)]:
            marked = blank.mark(answer)
            assert marked is not None
            assert marked.fraction == 100


def test_moodle_tells_a_known_mistake_what_it_is() -> None:
    asked = TraceRequest("x*y + x*z", {"x": 2, "y": 3, "z": 5})
    (question,) = moodle(asked, ExerciseRequest([BlankSelector("downstream", name="x")]))
    (blank,) = clozes(question)
    marked = blank.mark("5")
    assert marked is not None
    assert (marked.fraction, marked.feedback[:38]) == (0, "That is what comes back along one path")
    assert blank.mark("17") is None


def test_the_right_choice_has_no_place_of_its_own() -> None:
    (question,) = moodle(NEURON, ExerciseRequest(["pattern"]))
    lists = [[each.answer for each in blank.alternatives] for blank in clozes(question)]
    places = {tuple(each.fraction for each in blank.alternatives).index(100) for blank in clozes(question)}
    assert len({tuple(each) for each in lists}) == 1
    assert len(places) > 1


@each
def test_the_picture_in_moodle_is_there_and_gives_nothing_away(asked: TraceRequest, wanted: ExerciseRequest) -> None:
    (question,) = moodle(asked, wanted)
    file = question.find("questiontext/file")
    assert file is not None
    assert f"@@PLUGINFILE@@/{file.get('name')}" in (question.findtext("questiontext/text") or "")
    picture = base64.b64decode(file.text or "").decode()
    texts = {text.strip() for text in ET.fromstring(picture).itertext()}
    sheet = make(asked, wanted)
    shown = questions.Question(sheet, 1, 1, DEFAULT).trace
    numbers = [number for edge in shown.edges for number in (edge.value, edge.downstream) if number is not None]
    for key in answer_key(sheet):
        number = key.answer.replace("-", "\N{MINUS SIGN}")
        same_elsewhere = any(isinstance(each, float) and f"{each:.2f}" == key.answer for each in numbers)
        assert same_elsewhere or number not in texts or not key.intervals


@pytest.mark.parametrize(("lang", "begins"), [("en", "Computational graph of"), ("de", "Berechnungsgraph von")])
def test_the_picture_in_moodle_is_named_in_each_language(lang: Language, begins: str) -> None:
    made = chainrule.exercise("f = x*y", values={"x": 2, "y": 3}, lang=lang)
    assert f'alt="{begins} f = x*y. ' in unescape(chainrule.export_exercise(made, "moodle.xml").decode())


def test_each_variant_has_numbers_of_its_own_and_the_same_file_for_ever() -> None:
    first = render(NEURON, ALL, "moodle.xml", 5)
    assert first == render(NEURON, ALL, "moodle.xml", 5)
    texts = [
        question.findtext("questiontext/text") for question in ET.fromstring(first).findall("question[@type='cloze']")
    ]
    assert len(set(texts)) == 5
    names = [sheet.trace.values for sheet in variants(NEURON, ALL, 5)]
    assert names[0] == make(NEURON, ALL).trace.values


def test_variants_that_would_be_equal_are_refused() -> None:
    fixed = TraceRequest("x*y", {"x": 2, "y": 3})
    with pytest.raises(InputError, match="Only 1 of 2"):
        variants(fixed, ExerciseRequest(), 2)
    assert len(variants(fixed, ExerciseRequest(["value", "downstream"], count=1), 2)) == 2
    with pytest.raises(LimitError, match="exercise_variants"):
        variants(NEURON, ALL, 11, Limits(exercise_variants=10))


# QTI ----------------------------------------------------------------------------------------------------------------


@each
def test_qti_gives_full_marks_for_the_answer_key(asked: TraceRequest, wanted: ExerciseRequest) -> None:
    package = Package(render(asked, wanted, "qti.zip"))
    keys = answer_key(make(asked, wanted))
    item = package.items["items/variant1.xml"]
    correct = {
        each.get("identifier", ""): each[0][0].text or ""
        for each in item.iter("{http://www.imsglobal.org/xsd/imsqti_v2p1}responseDeclaration")
    }
    outcome = package.outcome("items/variant1.xml", correct)
    assert outcome["SCORE"] == outcome["MAXSCORE"] == len(keys)
    assert package.outcome("items/variant1.xml", {})["SCORE"] == 0
    for key in keys:
        for wrong in key.wrong:
            inside = abs(wrong.interval[0] - (key.low + key.high) / 2) <= (key.high - key.low) / 2
            found = package.outcome("items/variant1.xml", {key.blank.id: repr(wrong.interval[0])})
            assert inside or (found["SCORE"] == 0 and len(found["FEEDBACK"]) == 1)


def test_a_missing_answer_is_no_zero_in_qti() -> None:
    """Citolab's engine compares it as 0, and gave a point for an open blank whose answer is 0."""
    asked, wanted = TraceRequest("f = max(x, y)*z", {"x": 2, "y": 1, "z": 3}), ExerciseRequest(["value", "downstream"])
    package = Package(render(asked, wanted, "qti.zip"))
    (zero,) = (key.blank.id for key in answer_key(make(asked, wanted)) if float(key.answer) == 0)
    for missing in (None, 0.0):
        outcome = package.outcome("items/variant1.xml", {}, missing)
        assert (outcome["SCORE"], outcome["FEEDBACK"]) == (0, [])
    assert package.outcome("items/variant1.xml", {zero: "0"})["SCORE"] == 1


def test_numbers_in_qti_have_a_point_as_a_reader_wants_it() -> None:
    """TAO's engine takes 1000000 and 1.0e+16, and refuses the whole file for 1e6."""
    request = TraceRequest("f = x*y*1e6 + z*1e-5", {"x": 3, "y": 4, "z": 2})
    package = Package(render(request, ExerciseRequest(["value", "local", "downstream"], significant=3), "qti.zip"))
    floats = [
        text
        for declared in package.items["items/variant1.xml"].iter()
        if declared.get("baseType") == "float"
        for each in declared.iter()
        if (text := (each.text or "").strip())
    ]
    assert any("e" in text for text in floats)
    assert [text for text in floats if not re.match(r"[+-]?\d+$|[+-]?\d+\.\d+", text)] == []


def test_a_qti_package_names_its_files_and_draws_one_variant() -> None:
    package = Package(render(NEURON, ALL, "qti.zip", 3))
    manifest = package.files["imsmanifest.xml"].decode()
    assert all(f'href="{name}"' in manifest for name in package.files if name != "imsmanifest.xml")
    test = package.files["test.xml"].decode()
    assert '<selection select="1"' in test
    assert test.count("assessmentItemRef") == 3
    for name, item in package.items.items():
        told = {each.get("identifier") for each in item.iter() if each.tag.endswith("modalFeedback")}
        meant = {
            each.text for each in item.iter() if each.get("baseType") == "identifier" and each.text and "." in each.text
        }
        assert told == meant, name


@pytest.mark.skipif("QTI_SCHEMAS" not in os.environ, reason="QTI_SCHEMAS names the folder of 1EdTech's schemas")
@each
def test_qti_is_as_the_official_schemas_want_it(asked: TraceRequest, wanted: ExerciseRequest) -> None:
    folder = Path(os.environ["QTI_SCHEMAS"])
    schema = etree.XMLSchema(etree.parse(folder / "qtiv2p1" / "imsqti_v2p1.xsd"))
    package_schema = etree.XMLSchema(etree.parse(folder / "imscp_v1p1.xsd"))
    for name, content in Package(render(asked, wanted, "qti.zip")).files.items():
        if name.endswith(".xml"):
            (package_schema if "manifest" in name else schema).assertValid(etree.fromstring(content))


# the others ---------------------------------------------------------------------------------------------------------


def test_the_worksheet_has_its_answers_on_a_page_of_their_own() -> None:
    asked = TraceRequest("f = (x + y)*z", {"x": -2, "y": 5, "z": -4})
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render(asked, ExerciseRequest(), "pdf"))).pages]
    assert len(pages) == 2
    assert "1. The gradient that comes back along" in pages[0]
    assert "\N{MINUS SIGN}4.00" in pages[1]
    assert pages[0].count("\N{MINUS SIGN}4.00") == 1  # the value of z
    assert "Answers:" in pages[1]
    three = pypdf.PdfReader(io.BytesIO(render(NEURON, ALL, "pdf", 3))).pages
    first_answers = next(at for at, page in enumerate(three) if "Answers:" in page.extract_text())
    assert all("Answers:" not in page.extract_text() for page in list(three)[:first_answers])


def test_a_worksheet_takes_lines_and_a_program_longer_than_a_page() -> None:
    source = "\n".join([f"a{i} = x*{i + 1} + {'x*' * 60}1" for i in range(80)] + ["f = a79*y", "dy = a79"])
    content = render(TraceRequest(source, {"x": 1, "y": 2}), ExerciseRequest(["line"]), "pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "82  dy = ____" in text
    assert "dy = a79" in text


def test_json_has_exercise_and_answers_of_each_variant() -> None:
    rows = json.loads(render(NEURON, ALL, "json", 2))["variants"]
    assert [row["seed"] for row in rows] == [3, 4]
    for row in rows:
        assert set(row["answers"]) == {blank["id"] for blank in row["exercise"]["blanks"]}


def test_a_scorm_package_is_small_and_has_one_page() -> None:
    content = render(NEURON, ALL, "scorm.zip")
    assert len(content) < 400_000
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["imsmanifest.xml", "index.html"]
        manifest = ET.fromstring(archive.read("imsmanifest.xml"))
    space = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
    resource = manifest.find(f"{space}resources/{space}resource")
    assert resource is not None
    assert resource.get("{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype") == "sco"
    item = manifest.find(f"{space}organizations/{space}organization/{space}item")
    assert item is not None
    assert item.get("identifierref") == resource.get("identifier")


@pytest.mark.parametrize(("kind", "name"), [(kind, row.name) for row in FORMATS.values() for kind in row.without])
def test_what_a_file_cannot_grade_is_refused(kind: Any, name: str) -> None:
    source = "q = x + y\nf = q*z\ndq = z"
    with pytest.raises(InputError) as error:
        render(TraceRequest(source, {"x": 1, "y": 2, "z": 3}), ExerciseRequest([kind]), name)
    assert error.value.code == "not-in-this-file"
    assert error.value.detail == f"`{name}` cannot hold a blank of the kind `{kind}`."
    assert "json" in (error.value.hint or "")


def test_what_a_file_cannot_grade_is_refused_in_german(client: Client) -> None:
    body = {"source": "q = x*y\nf = q*z", "values": {"x": 1, "y": 2, "z": 3}, "ask": ["order"], "lang": "de"}
    problem = client.post("/api/v1/exercise.html", body).json()
    assert problem["detail"] == "`html` kann keine Lücke der Art `order` aufnehmen."
    assert problem["hint"].startswith("Frage nach anderen Arten, oder nach einer dieser Dateien: ")


@pytest.mark.parametrize("seed", range(200))
def test_the_intervals_of_a_key_are_the_rule(seed: int) -> None:
    pick = random.Random(seed)
    exact = pick.choice([pick.uniform(-2, 2), round(pick.uniform(-20, 20), 3), 10.0 ** pick.randint(-4, 4) * 0.9996])
    rule = pick.choice(
        [
            ToleranceRule(2, None),
            ToleranceRule(0, None),
            ToleranceRule(None, 2),
            ToleranceRule(None, 1),
            ToleranceRule(4, None),
        ]
    )
    intervals = rule.intervals(exact)
    for _ in range(50):
        answer = exact + pick.uniform(-1.5, 1.5) * intervals[0][1]
        inside = any(abs(answer - centre) < half * (1 - 1e-9) for centre, half in intervals)
        outside = all(abs(answer - centre) > half * (1 + 1e-6) for centre, half in intervals)
        if inside:
            assert rule.same(answer, exact)
        if outside:
            assert not rule.same(answer, exact)
    assert rule.same(float(rule.format_number(exact)), exact)


# where programs are -------------------------------------------------------------------------------------------------


def made(**fields: Any) -> Exercise:
    return chainrule.exercise("f = x*y + x*z", values={"x": 2, "y": 3, "z": 5}, **fields)


def test_gradescope_gets_a_test_for_each_blank() -> None:
    exercise = made()
    answers = {blank.id: "3" for blank in exercise.blanks}
    result = gradescope(exercise, answers, points=20)
    assert len(result["tests"]) == len(exercise.blanks)
    assert result["score"] == pytest.approx(sum(row["score"] for row in result["tests"]))
    assert sum(row["max_score"] for row in result["tests"]) == pytest.approx(20)
    assert {row["status"] for row in result["tests"]} == {"passed", "failed"}
    json.dumps(result)


@pytest.mark.parametrize(
    ("answers", "score", "named"),
    [
        ({"b1": -1, "b2": None, "b3": [1], "b4": float("nan")}, 0, ""),
        ({"b99": "1"}, 0, "There is no blank `b99`."),
        (["1"], 0, "The file holds no answers"),
        ({"b1": 5.0}, 1, ""),
    ],
)
def test_whatever_a_file_for_gradescope_holds_gives_a_result(answers: Any, score: int, named: str) -> None:
    exercise = chainrule.exercise("f = x*y", values={"x": 5, "y": 5}, ask="downstream")
    result = gradescope(exercise, answers)
    assert result["score"] == score
    assert named in result["output"]
    json.dumps(result)


def test_prairielearn_gets_partial_scores() -> None:
    exercise = made()
    data: dict[str, Any] = {"params": {}, "correct_answers": {}, "partial_scores": {}, "format_errors": {}}
    prairielearn_generate(data, exercise)
    assert [blank["number"] for blank in data["params"]["blanks"]] == list(range(1, len(exercise.blanks) + 1))
    data["submitted_answers"] = dict(data["correct_answers"])
    first, second = list(data["submitted_answers"])[:2]
    data["submitted_answers"] |= {first: "999", second: "what?", "unknown": "1"}
    prairielearn_grade(data, exercise)
    assert data["partial_scores"][first] == {"score": 0.0, "weight": 1}
    assert list(data["format_errors"]) == [second]
    assert data["score"] == pytest.approx((len(exercise.blanks) - 2) / len(exercise.blanks))
    json.dumps(data)


def test_python_takes_numbers_figures_and_places_as_a_teacher_writes_them() -> None:
    exercise = made(ask=[{"kind": "downstream", "name": "x"}], significant=2)
    assert exercise.grade({"b1": 8}).score == 1
    assert exercise.grade({"b1": None}).marks[0].mistake is None
    assert "2 significant figures" in exercise.rule
    assert [blank.label for blank in made(ask=[BlankSelector("downstream", name="x")]).blanks] == [
        blank.label for blank in exercise.blanks
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"ask": "nope"},
        {"ask": []},
        {"ask": [None]},
        {"ask": [{"kind": "downstream", "edge": 4}]},
        {"ask": ["downstream"] * 201},
        {"seed": "a text"},
        {"count": 0},
        {"digits": -1},
        {"digits": 2, "significant": 2},
    ],
)
def test_python_refuses_what_the_service_refuses(fields: dict[str, Any]) -> None:
    with pytest.raises(RequestError):
        made(**fields)


def test_python_exports_what_the_engine_renders() -> None:
    exercise = chainrule.exercise("f = x*y + x", seed=4)
    assert chainrule.export_exercise(exercise, "json", variants=2) == render(
        TraceRequest("f = x*y + x"), ExerciseRequest(["downstream"], 4, None, 2), "json", 2
    )


@pytest.mark.parametrize("name", FORMATS)
def test_over_http_every_format_comes_by_both_methods(client: Client, name: str) -> None:
    body = {"source": "f = x*y + x", "ask": ["downstream", "value"], "seed": 2, "variants": 2}
    posted = client.request("POST", f"/api/v1/exercise.{name}", json.dumps(body).encode())
    got = client.request(
        "GET", f"/api/v1/exercise.{name}?source=f+%3D+x*y+%2B+x&ask=downstream,value&seed=2&variants=2"
    )
    assert posted.status == got.status == 200
    assert posted.body == got.body
    assert got.headers["content-type"].startswith(FORMATS[name].media_type.partition(";")[0])
    assert f'filename="exercise-f-x-y.{name}"' in got.headers["content-disposition"]


@pytest.mark.parametrize(
    ("name", "fields", "status", "code"),
    [
        ("docx", {}, 422, "unknown-format"),
        ("json", {"variants": 0}, 422, "bad-field"),
        ("json", {"variants": True}, 422, "bad-field"),
        ("json", {"variants": 101}, 422, "limit"),
        ("json", {"variants": 2, "values": {"x": 1, "y": 2}}, 422, "too-few-variants"),
        ("moodle.xml", {"ask": ["order"]}, 422, "not-in-this-file"),
        ("pdf", {"source": "x*"}, 422, "syntax"),
    ],
)
def test_what_is_wrong_with_a_request_says_so(
    client: Client, name: str, fields: dict[str, Any], status: int, code: str
) -> None:
    body = {"source": "exp(x*y)", **fields}
    reply = client.request("POST", f"/api/v1/exercise.{name}", json.dumps(body).encode())
    assert (reply.status, reply.json()["code"]) == (status, code)


def test_a_worksheet_without_its_library_is_a_501(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(module: str) -> Any:
        raise ImportError(module)

    monkeypatch.setattr(extras, "import_module", missing)
    with pytest.raises(extras.MissingExtra) as error:
        render(NEURON, ALL, "pdf")
    assert error.value.status == 501


@pytest.mark.parametrize("seed", range(12))
def test_right_answers_in_any_rounding_are_right_in_every_file(seed: int) -> None:
    source, values = scalar_program(500 + seed)
    asked, wanted = TraceRequest(source, values), ExerciseRequest(["value", "local", "downstream", "term"])
    try:
        sheet = make(asked, wanted)
    except InputError:
        return
    (question,) = moodle(asked, wanted)
    package = Package(render(asked, wanted, "qti.zip"))
    exact = {
        blank.id: sheet.quantities.exact[quantity] for blank in sheet.blanks if (quantity := sheet.quantity(blank))
    }
    for digits in (2, 3, 12):
        answers = {id: f"{number:.{digits}f}" for id, number in exact.items()}
        assert package.outcome("items/variant1.xml", answers)["SCORE"] == len(answers)
        for blank, answer in zip(clozes(question), answers.values(), strict=True):
            marked = blank.mark(answer)
            assert marked is not None
            assert marked.fraction == 100


def test_the_page_reads_the_fields_that_an_offline_exercise_has() -> None:
    """`blocks_infinite` was `masks` on the page, so that follow-through made NaN where the engine has 0."""
    text = (Path(__file__).parents[1] / "frontend/src/exercise/content.ts").read_text("utf-8")
    body = re.search(r"export interface Entry \{(.*?)\n\}", text, re.S)
    assert body is not None
    assert re.findall(r"readonly (\w+):", body[1]) == [each.name for each in fields(DependencyEntry)]


def test_a_german_file_and_its_marks_are_german_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    asked = {"x": 2, "y": 3, "z": 4}
    exercise = chainrule.exercise("f = max(x, y)*z + x", values=asked, ask=["pattern"], lang="de")
    routers = [blank.id for blank in exercise.blanks if "max" in blank.label]
    for text in ("Weiche", "weiche", "router"):
        (mark,) = [mark for mark in exercise.grade(dict.fromkeys(routers, text)).marks if mark.id in routers]
        assert mark.right, text
        assert mark.sentence.startswith("Richtig.")
    page = pypdf.PdfReader(io.BytesIO(chainrule.export_exercise(exercise, "pdf"))).pages[0].extract_text()
    assert "Vertauscher" in page
    assert "gradient" not in page
    assert main(["exercise", "f = x*y", "--set", "x=2", "--set", "y=3", "--lang", "de"]) == 0
    assert "Der Gradient, der entlang x" in capsys.readouterr().out
