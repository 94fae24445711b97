"""A start on a database without any account says how to make the first one."""

import re
import urllib.request

from tests.cast import a_person, a_unit
from tests.cli.installation import Installation, free_port
from trainingtracker.app import create_app
from trainingtracker.extensions import begin, db


def test_the_printed_link_opens_the_page(installed: Installation) -> None:
    port = free_port()
    server = installed.start(port=port)
    try:
        assert server.stdout is not None
        links = (re.search(r"http://\S+/first-administrator/\S+", line) for line in server.stdout)
        link = next(found[0] for found in links if found)
        assert link.startswith(f"http://127.0.0.1:{port}/")
        with urllib.request.urlopen(link) as answer:
            assert answer.status == 200
            assert 'name="password"' in answer.read().decode()
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_once_somebody_has_an_account_there_is_no_link(installed: Installation) -> None:
    asked = installed.run("accounts", "first-administrator")
    assert "/first-administrator/" in asked.stdout
    with create_app(installed.instance).app_context():
        begin("write")
        a_person("Anke", "Admin", a_unit("10", "Personal"))
        db.session.commit()
    refused = installed.run("accounts", "first-administrator")
    assert refused.returncode == 1
    assert "There are accounts already" in refused.stderr
