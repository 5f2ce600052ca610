"""The plan of a case: recommendations, the safety plan, the question board, the worksheets and the meetings.

Owns: what is advised and who answers for it, what the citizen wants of it, and how each part has stood.
Promises: every part keeps all its rows; what is open points to the task that brings it up again.
Never: lets one of us own what an authority decides, or sends anything to anybody.
"""
