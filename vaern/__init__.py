"""Værn: the working platform of Sikkerhedskonsulenterne. Each package below is a room; see docs/architecture.md."""
