"""Ages, periods and limits: data with a date and a source, never a number inside a rule.

A new value is a new line with the day it holds from; the old line stays, so that an old decision can be
explained. Our own rules hold from the year the scheme began, the Act on children from the day it came into
force.
"""

from datetime import date

from vaern.law.sources import (
    ASSESSED_WITHIN_A_DAY,
    BARNETS_LOV_3,
    BARNETS_LOV_47,
    BREAK_GLASS,
    CASES_ARE_KEPT,
    COPIES_HAVE_A_LIFE,
    DRAFTS_ARE_SHORT_LIVED,
    EMERGENCY_NOTE,
    GUEST_IS_TIMED,
    MAILBOX_IS_SHORT_LIVED,
    OF_AGE,
    OPENINGS_ARE_LIMITED,
    ORPHAN_KEYS_ARE_SWEPT,
    RECEIPT_FOR_A_NOTIFICATION,
    SAFE_CONTACT,
    SECOND_READER,
    WHO_MAY_CONSENT,
    WORKING_DAYS,
)
from vaern.law.sources_travel import PASLOVEN_2, UDLAENDINGELOVEN_17
from vaern.law.terms import Dated

SCHEME_BEGAN = date(2018, 1, 1)
BARNETS_LOV_IN_FORCE = date(2024, 1, 1)

PARTY_AGE = Dated(
    {BARNETS_LOV_IN_FORCE: 10},
    name="Alder for selv at være part",
    unit="år",
    source=BARNETS_LOV_3,
)
PLACEMENT_CONSENT_AGE = Dated(
    {BARNETS_LOV_IN_FORCE: 15},
    name="Alder for eget samtykke til anbringelse",
    unit="år",
    source=BARNETS_LOV_47,
)
ADULT_AGE = Dated({SCHEME_BEGAN: 18}, name="Voksen", unit="år", source=OF_AGE)

ASSESS_WITHIN_HOURS = Dated(
    {BARNETS_LOV_IN_FORCE: 24},
    name="Kommunens frist for at vurdere en underretning",
    unit="timer på uret, også om natten og i weekenden",
    source=ASSESSED_WITHIN_A_DAY,
)
RECEIPT_WITHIN_WORKING_DAYS = Dated(
    {BARNETS_LOV_IN_FORCE: 6},
    name="Kommunens frist for at kvittere for en underretning",
    unit="hverdage",
    source=RECEIPT_FOR_A_NOTIFICATION,
)
OFFICES_CLOSED_ON: Dated[tuple[tuple[int, int], ...]] = Dated(
    # Month and day. The holidays package has these among its optional days, but 1 May too: so our own list.
    {SCHEME_BEGAN: ((6, 5), (12, 24), (12, 31))},
    name="Faste dage, der ikke er hverdage, ud over helligdagene",
    unit="måned og dag",
    source=WORKING_DAYS,
)

REVIEW_EMERGENCY_NOTE_WITHIN_HOURS = Dated(
    {SCHEME_BEGAN: 24},
    name="Teamlederens frist for at se et nødnotat efter",
    unit="timer på uret",
    source=EMERGENCY_NOTE,
)
EMERGENCY_NOTE_KEPT_HOURS = Dated(
    {SCHEME_BEGAN: 72},
    name="Forslag til, hvor længe et nødnotat gælder",
    unit="timer på uret",
    source=EMERGENCY_NOTE,
)
SAFE_CONTACT_HOLDS_DAYS = Dated(
    {SCHEME_BEGAN: 14},
    name="Forslag til, hvor længe en aftale om sikker kontakt gælder",
    unit="dage",
    source=SAFE_CONTACT,
)
DRAFT_KEPT_DAYS = Dated(
    {SCHEME_BEGAN: 14},
    name="Hvor længe en kladde gemmes, efter at der sidst er skrevet i den",
    unit="dage",
    source=DRAFTS_ARE_SHORT_LIVED,
)
MAILBOX_KEPT_DAYS = Dated(
    {SCHEME_BEGAN: 90},
    name="Hvor længe en postkasse gemmes, efter at den sidst er brugt",
    unit="dage",
    source=MAILBOX_IS_SHORT_LIVED,
)
ORPHAN_KEY_KEPT_HOURS = Dated(
    {SCHEME_BEGAN: 24},
    name="Hvor længe en nøgle uden række gemmes",
    unit="timer på uret",
    source=ORPHAN_KEYS_ARE_SWEPT,
)
KEYS_OPENED_PER_MINUTE = Dated(
    {SCHEME_BEGAN: 20},
    name="Hvor mange forskellige nøgler en person kan åbne på et minut",
    unit="nøgler",
    source=OPENINGS_ARE_LIMITED,
)
KEYS_OPENED_PER_HOUR = Dated(
    {SCHEME_BEGAN: 120},
    name="Hvor mange forskellige nøgler en person kan åbne på en time",
    unit="nøgler",
    source=OPENINGS_ARE_LIMITED,
)
KEYS_OPENED_BY_ALL_PER_HOUR = Dated(
    {SCHEME_BEGAN: 600},
    name="Hvor mange forskellige nøgler alle tilsammen kan åbne på en time",
    unit="nøgler",
    source=OPENINGS_ARE_LIMITED,
)
DATA_COPY_KEPT_DAYS = Dated(
    {SCHEME_BEGAN: 365},
    name="Hvor længe en sikkerhedskopi af data gemmes",
    unit="dage",
    source=COPIES_HAVE_A_LIFE,
)
KEY_COPY_KEPT_DAYS = Dated(
    {SCHEME_BEGAN: 30},
    name="Hvor længe en sikkerhedskopi af nøgler gemmes",
    unit="dage",
    source=COPIES_HAVE_A_LIFE,
)
SECOND_READER_AFTER_ALARM_DAYS = Dated(
    {SCHEME_BEGAN: 30},
    name="Hvor længe efter en alarm en anden læser med, før et niveau sættes ned, eller der lukkes",
    unit="dage",
    source=SECOND_READER,
)
SECOND_READER_WITHIN_HOURS = Dated(
    {SCHEME_BEGAN: 24},
    name="Den anden læsers frist",
    unit="timer på uret",
    source=SECOND_READER,
)
BREAK_GLASS_HOURS = Dated(
    {SCHEME_BEGAN: 4},
    name="Hvor længe en nødåbning af en sag varer",
    unit="timer på uret",
    source=BREAK_GLASS,
)
REVIEW_BREAK_GLASS_AT_HOUR = Dated(
    {SCHEME_BEGAN: 9},
    name="Hvornår en nødåbning senest er set efter",
    unit="klokken, næste hverdag",
    source=BREAK_GLASS,
)
PASSPORT_DECISION_YEARS = Dated(
    {SCHEME_BEGAN: 1},
    name="Hvor længe et barns pas kan være nægtet eller inddraget ad gangen",
    unit="år",
    source=PASLOVEN_2,
)
PERMIT_FIRST_MARK_MONTHS = Dated(
    {SCHEME_BEGAN: 6},
    name="Ophold i udlandet: første mærke for opholdstilladelsen, kun til oplysning",
    unit="måneder",
    source=UDLAENDINGELOVEN_17,
)
PERMIT_SECOND_MARK_MONTHS = Dated(
    {SCHEME_BEGAN: 12},
    name="Ophold i udlandet: andet mærke for opholdstilladelsen, kun til oplysning",
    unit="måneder",
    source=UDLAENDINGELOVEN_17,
)
COMING_OF_AGE_NOTICE_DAYS = Dated(
    {SCHEME_BEGAN: 30},
    name="Hvor længe før borgeren fylder 18, en opgave siger det",
    unit="dage",
    source=WHO_MAY_CONSENT,
)
KEEP_AFTER_HELP_YEARS = Dated(
    {SCHEME_BEGAN: 5},
    name="Forslag til, hvor længe en sag gemmes, når arbejdet er gjort eller ført videre af andre",
    unit="år efter afslutningen",
    source=CASES_ARE_KEPT,
)
KEEP_AFTER_LOST_CONTACT_YEARS = Dated(
    {SCHEME_BEGAN: 10},
    name="Forslag til, hvor længe en sag gemmes, når kontakten er tabt, eller borgeren er i udlandet",
    unit="år efter afslutningen",
    source=CASES_ARE_KEPT,
)
KEEP_AFTER_WITHDRAWAL_YEARS = Dated(
    {SCHEME_BEGAN: 1},
    name="Forslag til, hvor længe en sag gemmes, når borgeren ikke ønsker mere",
    unit="år efter afslutningen",
    source=CASES_ARE_KEPT,
)
DECIDE_KEEPING_WITHIN_DAYS = Dated(
    {SCHEME_BEGAN: 14},
    name="Frist for at sætte en dato, når den ikke kan regnes ud",
    unit="dage efter afslutningen",
    source=CASES_ARE_KEPT,
)
GUEST_STAYS_AT_MOST_DAYS = Dated(
    {SCHEME_BEGAN: 90},
    name="Hvor længe en gæst højst kan få adgang ad gangen",
    unit="dage",
    source=GUEST_IS_TIMED,
)
GUEST_LOGIN_KEPT_DAYS = Dated(
    {SCHEME_BEGAN: 30},
    name="Hvor længe en gæst uden adgang til en sag kan logge ind og se, hvem der skal ringes til",
    unit="dage efter den sidste adgang",
    source=GUEST_IS_TIMED,
)

ALL = (
    PARTY_AGE,
    PLACEMENT_CONSENT_AGE,
    ADULT_AGE,
    ASSESS_WITHIN_HOURS,
    RECEIPT_WITHIN_WORKING_DAYS,
    OFFICES_CLOSED_ON,
    REVIEW_EMERGENCY_NOTE_WITHIN_HOURS,
    EMERGENCY_NOTE_KEPT_HOURS,
    SAFE_CONTACT_HOLDS_DAYS,
    DRAFT_KEPT_DAYS,
    MAILBOX_KEPT_DAYS,
    ORPHAN_KEY_KEPT_HOURS,
    KEYS_OPENED_PER_MINUTE,
    KEYS_OPENED_PER_HOUR,
    KEYS_OPENED_BY_ALL_PER_HOUR,
    DATA_COPY_KEPT_DAYS,
    KEY_COPY_KEPT_DAYS,
    SECOND_READER_AFTER_ALARM_DAYS,
    SECOND_READER_WITHIN_HOURS,
    BREAK_GLASS_HOURS,
    REVIEW_BREAK_GLASS_AT_HOUR,
    PASSPORT_DECISION_YEARS,
    PERMIT_FIRST_MARK_MONTHS,
    PERMIT_SECOND_MARK_MONTHS,
    COMING_OF_AGE_NOTICE_DAYS,
    KEEP_AFTER_HELP_YEARS,
    KEEP_AFTER_LOST_CONTACT_YEARS,
    KEEP_AFTER_WITHDRAWAL_YEARS,
    DECIDE_KEEPING_WITHIN_DAYS,
    GUEST_STAYS_AT_MOST_DAYS,
    GUEST_LOGIN_KEPT_DAYS,
)
