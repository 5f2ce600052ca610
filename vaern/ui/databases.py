"""What a database that does not answer raises. Django's InterfaceError is no DatabaseError: both must be named."""

from django.db import DatabaseError, InterfaceError

NO_DATABASE = (DatabaseError, InterfaceError)
