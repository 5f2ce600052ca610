"""State something of a trip, or state it anew. Two who state the same thing at once both see what the other wrote."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from vaern.cases.actions.course import ChangedMeanwhile
from vaern.cases.actions.opening import GateRefused
from vaern.desk.forms.trip import SAID, TopicForm, topic_initial
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.desk.trip_words import Thing, labels_of
from vaern.desk.views.case import opened
from vaern.desk.views.case_course import seen_in
from vaern.desk.views.trip import trip_in, trip_page
from vaern.travel import reading
from vaern.travel.actions.facts import state_fact
from vaern.travel.checking import Unfit
from vaern.travel.said import lines_of
from vaern.travel.terms import Topic
from vaern.travel.topics import SPEC


@shows_and_takes_a_form
def state(request: HttpRequest, case_id: UUID, trip_id: UUID, topic: str) -> HttpResponse:
    """State something new. Of what there is only one, the newest is stated anew instead."""
    return write(request, case_id, trip_id, topic, thread=None)


@shows_and_takes_a_form
def anew(request: HttpRequest, case_id: UUID, trip_id: UUID, topic: str, thread: UUID) -> HttpResponse:
    return write(request, case_id, trip_id, topic, thread=thread)


def write(request: HttpRequest, case_id: UUID, trip_id: UUID, topic: str, *, thread: UUID | None) -> HttpResponse:
    at = now()
    case = opened(request, case_id, at)
    trip = trip_in(case, trip_id)
    if topic not in SPEC:
        raise Http404
    spec = SPEC[Topic(topic)]
    file = reading.file_of(trip, at=at, shown_to=request.user if spec.private else None)
    before = before_of(file, spec, thread)
    if thread is not None and before is None:
        raise Http404
    form = TopicForm(
        sent(request),
        at=at,
        spec=spec,
        travellers=list(labels_of(file).items()),
        may_name=reading.may_name(case, at=at),
    )
    if before:
        form.initial = topic_initial(dict(before.values), words=before.words, private=before.private) | form.initial
    seen, changed, finding, status = seen_in(request, before.number if before else 0), None, None, None
    if request.method == "POST" and form.is_valid():
        said = form.said()
        try:
            state_fact(
                trip=trip, said=said, thread=before.thread if before else None, seen=seen, by=request.user, at=at
            )
        except ChangedMeanwhile as refusal:
            newest = reading.stated(refusal.newest)
            changed, seen, status = Thing(newest, lines_of(newest, labels_of(file))), newest.number, 409
        except GateRefused as refusal:
            finding, status = refusal.finding, 409
        except Unfit as refusal:
            form.refuse(refusal)
        except tuple(SAID) as refusal:
            form.add_error(*SAID[type(refusal)])
        else:
            return redirect(f"{trip_address(case, trip)}#{topic}")
    return trip_page(
        request,
        "fact",
        file,
        form=form,
        spec=spec,
        seen=seen,
        changed=changed,
        finding=finding,
        history=history_of(file, before, request.user if spec.private else None),
        status=status,
    )


def trip_address(case: Any, trip: Any) -> str:
    return redirect("travel-trip", case_id=case.pk, trip_id=trip.pk).url


def before_of(file: reading.File, spec: Any, thread: UUID | None) -> reading.Stated | None:
    """Return what is stated anew: the thing asked for, or the only one of its topic."""
    stated = file.newest.get(spec.topic, ())
    if thread is not None:
        return next((each for each in stated if each.thread == thread), None)
    return stated[0] if spec.single and stated else None


def history_of(file: reading.File, before: reading.Stated | None, shown_to: Any) -> list[Thing]:
    if before is None:
        return []
    labels = labels_of(file)
    history = reading.history_of(file.trip, before.thread, at=file.at, shown_to=shown_to)
    return [Thing(each, lines_of(each, labels)) for each in history]
