"""Cases that go their whole way, one of each route."""

from collections.abc import Iterator

from api.demo.play import (
    MINISTRY,
    NEED,
    OTHER_REGENCY,
    OWN,
    PAIRS,
    PROVINCE,
    REGENCIES,
    REVIEWS,
    Case,
    Play,
    across,
    advise,
    appoint,
    between,
    from_offices_to_duty,
    until_governor,
    until_proposed,
    within,
)
from api.demo.player import Player
from domain.identity import OfficeKind as Office


def balancing_move(player: Player) -> Iterator[Case]:
    """T1: by the agency's plan, from a unit with too many to one with too few; consulted, told in time, to the last evaluation"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need(*NEED, plan=play.plan())
    player.wait(1)
    play.verify()
    play.consult()
    play.hear()
    from_offices_to_duty(play, notice=15)
    play.evaluate(REVIEWS, reached=True)
    yield play.case


def to_another_regency(player: Player) -> Iterator[Case]:
    """T2a: at own request to another regency; the Governor decrees, the receiving authority appoints, and tells the person late"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, across))
    until_governor(play)
    play.decree(play.holder(Office.APPOINTING_AUTHORITY, PROVINCE))
    play.give_notice()
    appoint(play)
    play.evaluate(REVIEWS, reached=True)
    yield play.case


def own_request_within(player: Player) -> Iterator[Case]:
    """T1: at own request within the agency; declines to be consulted; an office whose step it is not is refused on the way"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.ask(*NEED, "D01")
    player.wait(1)
    stranger = play.holder(Office.INSPECTORATE)
    play.act("verifications", stranger, step="file_verification", refused="NotTheDecidingOffice")
    play.verify()
    play.consult(declined="Permohonan ini atas kehendak saya sendiri.")
    play.hear()
    from_offices_to_duty(play)
    yield play.case


def to_the_province(player: Player) -> Iterator[Case]:
    """T2c: from a regency to its province; straight to BKN's regional office, not through the Governor"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, between(REGENCIES, {PROVINCE})))
    until_proposed(play)
    governor = play.holder(Office.APPOINTING_AUTHORITY, PROVINCE)
    play.act("forwards", governor, step="governor_forward", number="800/3", refused="StepNotOpen")
    player.wait(4)
    advise(play, play.holder(Office.BKN_REGIONAL_OFFICE, "kanreg/VII"))
    play.decree(governor)
    appoint(play)
    yield play.case


def across_provinces(player: Player) -> Iterator[Case]:
    """T3a: from another province; the Minister is consulted before BKN's advice, and decrees"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, between({OTHER_REGENCY}, REGENCIES)))
    until_proposed(play)
    bkn, minister = (
        play.holder(Office.BKN_HEAD, "nation"),
        play.holder(Office.HOME_AFFAIRS_MINISTER, "nation"),
    )
    play.act("consents", minister, step="ministerial_coordination", number="100.2.1/77", note="Koordinasi")
    governor = play.holder(Office.APPOINTING_AUTHORITY, PROVINCE)
    play.act("forwards", governor, step="governor_forward", number="800/3")
    player.wait(5)
    advise(play, bkn)
    play.decree(governor, refused="NotTheDecidingOffice")
    play.decree(minister)
    appoint(play)
    yield play.case


def from_the_centre(player: Player) -> Iterator[Case]:
    """T4a: from a ministry to a regency; BKN's regional office itself decrees"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, between({MINISTRY}, REGENCIES)))
    until_proposed(play, (*OWN, "D15"))
    player.wait(6)
    play.decree(play.holder(Office.BKN_REGIONAL_OFFICE, "kanreg/VII"))
    appoint(play)
    yield play.case
