"""The end of a case: closing, reopening, moving to another municipality, keeping and destroying.

Owns: what a case is closed with, the day it is kept until, who takes it over, the two people destruction takes, and the
de-identified row that is left.
Promises: a case closes only with reason, evaluation, remaining risk, accountable person and a day to look again.
Never: removes anything by itself, or by one person alone.
"""
