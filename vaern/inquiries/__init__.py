"""Calls to the service: from the first word to advice given and the next step dated.

Owns: drafts, inquiries, their journal, tasks, call-backs, notification answers, emergency notes, and who sees them.
Promises: nothing typed is lost; filed text passed the anonymity guard; what is filed is only ever followed by more.
Never: holds the identity of the citizen an inquiry is about, or contacts anyone by itself.
"""
