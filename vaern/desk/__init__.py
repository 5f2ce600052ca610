"""The staff workbench: every signed-in page.

Owns: the staff routes with their guards, forms, views and templates.
Promises: every route names who may use it (routes/); a refusal looks like a page that is not there and is on record.
Never: touches a model; rows are reached through access, actions and what these hand over.
"""
