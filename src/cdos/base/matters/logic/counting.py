"""How many matters a list has, as far as a badge shows it."""

from dataclasses import replace

from django.db import connection

from cdos.base.matters.contracts import Question
from cdos.base.matters.logic import finding, reach
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

COUNTED = 100  # a badge says "99+" from there on; each row counted is a row read, on every page


def counts(*, actor: Actor, questions: dict[str, Question]) -> dict[str, int]:
    """At most COUNTED each (MOST with words): all plain lists by one query, those with words by one each."""
    seen = reach.of(actor)
    asked = {} if seen.nothing else {n: q for n, q in questions.items() if not finding.contradicts(q)}
    plain = {name: question for name, question in asked.items() if not question.words.strip()}
    if not asked:
        return dict.fromkeys(questions, 0)
    with organisation.acting(actor):
        return dict.fromkeys(questions, 0) | _by_one_query(seen, plain) | _by_words(actor, asked, plain)


def _by_words(actor: Actor, asked: dict[str, Question], plain: dict[str, Question]) -> dict[str, int]:
    found = {}
    for name in asked.keys() - plain.keys():
        wide = replace(asked[name], limit=finding.MOST)
        found[name] = len(finding.find(actor=actor, question=wide).rows)
    return found


def _by_one_query(seen: reach.Reach, questions: dict[str, Question]) -> dict[str, int]:
    pieces, values = [], []
    for question in questions.values():
        ids, given = finding.ids_of(seen, question, finding.order_of(question), COUNTED)
        pieces.append(f"(SELECT count(*) FROM (SELECT 1 FROM ({ids}) u LIMIT %s) f)")
        values += [*given, COUNTED]
    if not pieces:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(pieces)}", values)
        return dict(zip(questions, map(int, cursor.fetchone()), strict=True))
