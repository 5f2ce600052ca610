from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "vaern.mailbox"
