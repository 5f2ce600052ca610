"""The site's own way to hash passwords, a thousand times cheaper: a test is not about how long guessing takes."""

from django.contrib.auth.hashers import ScryptPasswordHasher


class QuickScrypt(ScryptPasswordHasher):
    work_factor = 2**4
    parallelism = 1
