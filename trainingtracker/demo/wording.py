"""What managers of the example city write when they decline."""

DECLINED = (
    "In dieser Woche ist Jahresabschluss, bitte den nächsten Termin wählen.",
    "Zwei aus dem Team sind schon angemeldet, die Vertretung wäre nicht gesichert.",
    "Bitte erst im nächsten Halbjahr, bis dahin läuft die Einarbeitung.",
)
