"""Every change of the room: closing and reopening, moving to another municipality, keeping, destroying."""
