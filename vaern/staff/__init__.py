"""The people who sign in, and what their roles let them do.

Owns: users, the roles they hold from one day to another, their duty for regions, how they come, sign in and leave.
Promises: roles are reviewed code (roles.py); who held which role on which day can always be told; nobody is signed in
without a second factor; no secret of a factor, no address and no device's name stands in a column.
Never: decides who may see one inquiry; that is the inquiry's own access rule.
"""
