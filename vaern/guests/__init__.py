"""Guests: the named caseworker of another authority who reads parts of one case, until a date.

Owns: who is a guest of which case, which sections they were given, what they have read and in which version.
Promises: a guest sees the sections they were given and nothing else; every opening is on record; what they write stays.
Never: shows anything itself. The pages register how a section is read; this room says who may.
"""
