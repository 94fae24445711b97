"""A connection to the mail server of the configuration."""

import smtplib
from collections.abc import Mapping
from typing import Any


def open_connection(configuration: Mapping[str, Any], timeout: float = 30) -> smtplib.SMTP:
    """Connected, encrypted and signed in as configured; raises OSError or SMTPException."""
    smtp = smtplib.SMTP(configuration["SMTP_HOST"], configuration["SMTP_PORT"], timeout=timeout)
    try:
        if configuration["SMTP_STARTTLS"]:
            smtp.starttls()
        if configuration["SMTP_USER"]:
            smtp.login(configuration["SMTP_USER"], configuration["SMTP_PASSWORD"] or "")
    except BaseException:
        smtp.close()
        raise
    return smtp
