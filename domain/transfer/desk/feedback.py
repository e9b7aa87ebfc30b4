"""What raters answered, as far as the reader may see it, and what the person replied."""

from collections.abc import Mapping
from uuid import UUID

from domain.policy import Role
from domain.transfer.desk.readers import Audience, Json
from domain.transfer.events import FeedbackClosed, ReplyGiven, ReplyLapsed, ReplyWaived
from domain.transfer.sealing import in_line, peers_answers
from domain.transfer.state import Rater


def feedback(raters: Mapping[UUID, Rater], closed: FeedbackClosed | None, audience: Audience) -> list[Json]:
    """Answers by role. Peers' answers are shown to officials once feedback is closed with enough of them, without names;
    the person then sees what the superior and the units said, and of the peers only `peers`.
    """
    shown: list[Json] = []
    for asked, rater in in_line(raters):
        answer = rater.answer
        visible = answer is not None and is_shown(rater.role, closed, audience)
        shown.append(
            {
                "role": rater.role,
                "rater": str(asked) if rater.role is not Role.PEER else None,
                "dueOn": rater.due_on.isoformat(),
                "answered": answer is not None,
                "lapsed": rater.lapsed,
                "scores": dict(answer.scores) if answer is not None and visible else None,
                "text": answer.text if answer is not None and visible else None,
            }
        )
    return shown


def is_shown(role: Role, closed: FeedbackClosed | None, audience: Audience) -> bool:
    if role is Role.SUBJECT:
        return True
    official = audience is Audience.OFFICIAL
    if role is Role.PEER:
        return official and closed is not None and closed.peers_shown
    return official or closed is not None


def peers(raters: Mapping[UUID, Rater], closed: FeedbackClosed | None) -> Json | None:
    """The mean of the peers' scores in hundredths, by competence; None while their answers are not shown to anybody."""
    answers = [answer for person in peers_answers(raters, closed) if (answer := raters[person].answer)]
    if not answers:
        return None
    return {
        "answers": len(answers),
        "means": {
            key: 100 * sum(answer.scores[key] for answer in answers) // len(answers)
            for key in sorted(answers[0].scores)
        },
    }


def reply_of(reply: ReplyGiven | ReplyWaived | ReplyLapsed | None) -> Json | None:
    """In the person's words, or what their silence means."""
    if reply is None:
        return None
    return {
        "kind": type(reply).__name__,
        "text": getattr(reply, "text", getattr(reply, "consequence", "")),
    }
