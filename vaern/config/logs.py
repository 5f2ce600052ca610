"""Keep personal data out of log lines."""

import logging


class Nameless(logging.Filter):
    """Cut a record down to where it failed and what kind of failure it was.

    An exception's text may quote what somebody typed, and Django's request lines carry paths; neither is kept.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            record.msg, record.args = f"{type(error).__name__} at {place_of(error)}", None
            record.exc_info = record.exc_text = None
        elif record.name.startswith("django.request") or record.name.startswith("django.security"):
            record.msg, record.args = f"request answered {getattr(record, 'status_code', '?')}", None
        record.stack_info = None
        return True


def place_of(error: BaseException) -> str:
    """Return the last frames of ``error`` as module:line, innermost last."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(frames[-4:]) or "?"
