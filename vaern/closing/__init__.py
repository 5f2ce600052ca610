"""The end of a case: closing, reopening, keeping and destroying.

Owns: what a case is closed with, the day it may be destroyed, the two people that takes.
Promises: a case closes only with reason, evaluation, remaining risk, accountable person and a day to look again.
Never: removes anything by itself, or by one person alone.
"""
