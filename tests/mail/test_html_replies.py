"""Replies in HTML, as web mail and mail programs build them: the new words come out alone."""

import pytest

from supportdesk.mail.parse import parse
from tests.mail.letters import letter

NEW = "<div>The red one.</div><div><br></div><div>Thanks,</div><div>Ivan</div>"
OLD = "<p>Which lamp?</p><p>Your desk</p>"
ADDRESS = '&lt;<a href="mailto:help@desk.example">help@desk.example</a>&gt;'
HEADER = (
    "<b>From:</b> Help Desk<br><b>Sent:</b> Monday, November 16, 2026 6:26 PM<br><b>To:</b> Ivan<br><b>Subject:</b> x"
)


@pytest.mark.parametrize(
    "markup",
    [
        f'{NEW}<div class="gmail_quote">On Mon, Nov 16, 2026 at 6:26 PM Help Desk {ADDRESS} wrote:<br>'
        f"<blockquote>{OLD}</blockquote></div>",
        f'{NEW}<div class="gmail_attr">пн, 16 нояб. 2026 г. в 18:26, Help {ADDRESS}:<br></div>'
        f"<blockquote>{OLD}</blockquote>",
        f'{NEW}<div style="border-top:solid #B5C4DF 1.0pt"><p class=MsoNormal>{HEADER}<o:p></o:p></p></div>{OLD}',
        f'{NEW}<div id="ms-outlook-mobile-signature">Get <a href="https://aka.ms/x">Outlook for iOS</a></div><hr>'
        f"<div>{HEADER}</div>{OLD}",
        f'{NEW}<hr id="stopSpelling">Date: Mon, 16 Nov 2026 18:26:11 +0400<br>Subject: x<br>'
        f"From: h@desk.example<br>{OLD}",
        f'{NEW}<div class="yahoo_quoted">On Monday, November 16, 2026, 06:26 PM, Help '
        f"&lt;h@desk.example&gt; wrote:{OLD}</div>",
        f"{NEW}<div><br>Sent from my iPhone</div><div>On 16 Nov 2026, at 18:26, Help {ADDRESS} wrote:</div>"
        f'<blockquote type="cite">{OLD}</blockquote>',
        f'{NEW}<div>16.11.2026, 18:26, "Help Desk" &lt;h@desk.example&gt;:</div><blockquote>{OLD}</blockquote>',
    ],
)
def test_the_new_words_of_an_html_reply_come_out_alone(markup: str) -> None:
    mail = parse(letter(markup, headers="Content-Type: text/html; charset=utf-8"))
    assert mail.html
    assert mail.text.split() == ["The", "red", "one.", "Thanks,", "Ivan"]
    assert "Which lamp?" in mail.quoted
