"""How well mail is read, on other people's mail: every check beside the best published library on the same cases.

    python -m bench mail --corpora DIR                  everything that DIR has, as one table
    python -m bench mail --corpora DIR --cases          and every missed case with its reason
    python -m bench mail --corpora DIR --only reply     one part of it
    python -m bench mail --corpora DIR --mutations N    N damaged copies of its mails: nothing may break
                         --from K --minutes M           … from the Kth on, for so long at most

DIR holds mail/, mail_recoded/, reply/, bounce/, threading/, mbox_small/ and html2text/, each with its cases. None of
it is part of the project. The libraries are the extra `bench`; one that is not installed is said to be so.
"""
