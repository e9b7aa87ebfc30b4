"""What findings were judged on is told in both languages; every fact a rule can tell has its sentences, and none is left over."""

import ast
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from golden.write import golden_file
from pydantic_core._pydantic_core import list_all_errors

import domain
from api.words import catalogue, misfit, told, told_of
from application.replaying import NotRun, Verdict
from domain.act import Capacity
from domain.identity import OfficeKind
from domain.lookups import What
from domain.policy import StepKind
from domain.registry.person import Rating
from domain.told import ENGLISH, Told, in_english, tell
from domain.transfer.events import Finding, Outcome
from domain.transfer.triggers import TRIGGERS


def facts_told() -> Iterator[tuple[str, set[str]]]:
    """Each call of `tell` in the domain: the fact, which is always written out, and the names of its values."""
    (folder,) = map(Path, domain.__path__)
    for path in (*folder.rglob("*.py"), *(folder.parent / "application").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name("tell"), args=[ast.Constant(str(fact))], keywords=values):
                    assert all(value.arg is not None for value in values), f"{path}:{node.lineno}"
                    yield fact, {str(value.arg) for value in values}
                case ast.Call(func=ast.Name("tell")):
                    pytest.fail(f"{path}:{node.lineno}: a fact is written out")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_every_fact_a_rule_can_tell_has_a_sentence_in_both_languages_and_none_is_left_over() -> None:
    facts = list(facts_told())
    indonesian = dict(catalogue("id")["facts"])
    assert placeholders(indonesian.pop("AS_RECORDED")) == {"input"}
    assert {fact for fact, _ in facts} == set(ENGLISH) == set(indonesian)
    for fact, values in facts:
        assert values == placeholders(ENGLISH[fact]) == placeholders(indonesian[fact]), fact


OURS = {
    "control_characters",
    "nothing_visible",
    "not_normal",
    "not_a_day",
    "unknown_parameter",
    "repeated_parameter",
}


def test_why_something_does_not_fit_is_told_by_what_it_was_measured_by() -> None:
    sentences = dict(catalogue("id")["misfits"])
    assert misfit("callable_type", {}, "x") == {"id": sentences.pop("other"), "en": "x"}
    measured = {each["type"]: set(each["example_context"] or ()) for each in list_all_errors()}
    assert placeholders(sentences["unknown_parameter"]) == {"known"}
    for kind in sentences.keys() & measured.keys():
        assert placeholders(sentences[kind]) <= measured[kind], kind
    assert sentences.keys() - measured.keys() == OURS
    said = misfit("enum", {"expected": "'APS' or 'INSTANSI'"}, "Input should be 'APS' or 'INSTANSI'")
    assert said["id"] == "Isian ini harus salah satu dari 'APS' atau 'INSTANSI'."


def test_whatever_is_looked_at_has_words() -> None:
    for language in ("id", "en"):
        assert set(catalogue(language)["lookups"]) == {*What, "TRAIL_COPY"}


def test_every_capacity_step_and_office_has_words() -> None:
    assert set(catalogue("id")["capacities"]) == {*Capacity, "None"}
    assert set(catalogue("id")["step_kinds"]) == set(StepKind)
    assert set(catalogue("id")["offices"]) >= set(OfficeKind)


def test_ratings_and_triggers_have_words() -> None:
    assert set(catalogue("id")["ratings"]) == set(Rating)
    assert set(catalogue("id")["triggers"]) == set(TRIGGERS)


def test_what_a_replay_tells_has_words_in_both_languages() -> None:
    both = [catalogue(language) for language in ("id", "en")]
    for words in both:
        assert set(words["verdicts"]) == set(Verdict)
        assert set(words["not_run"]) == set(NotRun)
    indonesian, english = (words["supposed"] for words in both)
    assert set(indonesian) == set(english)
    assert all(placeholders(indonesian[key]) == placeholders(english[key]) for key in english)


@pytest.mark.parametrize(
    ("fact", "indonesian", "english"),
    [
        (
            tell("months_in_post_since", months=14, since=date(2024, 6, 3)),
            "14 bulan dalam jabatan sekarang, sejak 3 Juni 2024",
            "14 months in post since 2024-06-03",
        ),
        (tell("target_gap", gap="-1.00"), "selisih terhadap kebutuhan (ABK) -1,00", "gap -1.00"),
        (
            tell("rating_marked", year=2024, mark="62.50", rating=Rating.NEEDS_IMPROVEMENT),
            "predikat kinerja tahun 2024: Butuh Perbaikan (nilai 62,50)",
            "2024: 62.50 = BUTUH_PERBAIKAN",
        ),
        (
            tell("capacity_allowed", capacity=Capacity.ACTING, allowed="DEFINITIF, PJ"),
            "bertindak sebagai pelaksana tugas (Plt.); yang berwenang: pejabat definitif, penjabat (Pj.)",
            "PLT; allowed: DEFINITIF, PJ",
        ),
        (
            tell("mean_below", mean="2.37", threshold="2.50"),
            "nilai rata-rata 2,37, paling rendah 2,50",
            "mean 2.37, at least 2.50",
        ),
        (
            tell("mends", triggers="LOW_SCORES, FAILED"),
            "memperbaiki mutasi terdahulu: nilai evaluasi rendah, tidak mencapai tujuan",
            "mends an earlier transfer: LOW_SCORES, FAILED",
        ),
    ],
    ids=["days", "decimals", "ratings", "capacities", "means", "triggers"],
)
def test_days_decimals_and_codes_are_written_as_the_language_does(
    fact: Told, indonesian: str, english: str
) -> None:
    assert told((fact,)) == {"id": indonesian, "en": english}


def test_facts_follow_each_other() -> None:
    facts = (tell("window", window="W1"), tell("caretaker"))
    assert told(facts) == {
        "id": "masa larangan mutasi W1; diputuskan oleh penjabat (Pj.)",
        "en": "W1; caretaker",
    }
    assert told(()) == {"id": "", "en": ""}


def test_the_english_of_a_finding_stays_as_it_was_recorded() -> None:
    facts = (tell("no_window"),)
    finding = Finding("E12", Outcome.MET, "outside all windows", "UU 10/2016", facts)
    assert in_english(facts) != finding.input
    assert told_of(finding) == {"id": "tidak dalam masa larangan mutasi", "en": "outside all windows"}


def test_a_finding_recorded_before_there_were_facts_is_told_as_it_was() -> None:
    stored = json.loads(golden_file("EligibilityEvaluated", 1).read_bytes())["data"]["findings"][0]
    older = Finding(stored["rule"], Outcome.NOT_MET, stored["input"], stored["legal_basis"])
    assert told_of(older) == {
        "id": "tercatat dalam bahasa Inggris: 14 months in post since 2024-01-10",
        "en": "14 months in post since 2024-01-10",
    }
    assert told_of(Finding("E10", Outcome.NOT_APPLICABLE, "", "")) == {"id": "", "en": ""}
