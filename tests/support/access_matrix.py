"""Who is answered what about a record in each of its states: the lines that the matrix walks through."""

from .access import SIGN_IN, lookup
from .access_oversight import OVERSIGHT

# The made-up world of tests/support/factories.py, in which something stands in every state.
# Who is asked: a stranger; a coordinator of the recipient whose account was switched off; coordinators of both sides of
# the first pair and of another pair; officers of the province of the recipient (Hubei), of the supporter (Jiangsu) and
# of neither (Zhejiang); and the ministry.
FACES = ("anonymous", "gone", "recipient", "supporter", "other", "hubei", "jiangsu", "zhejiang", "inspector", "editor")
# What each is answered about a sample in that state: BOTH to GET and to the form sent empty, or each on its own line;
# where POST has no line it is refused (405). A form that is 200 may also lead on (302) or show two texts (409); `in` is
# led to the sign-in page. Every address of the desk about one record stands here or in OVERSIGHT; all others follow
# from TABLE.
MATRIX = """
                                                anon gone | reci supp othe | hube jian zhej | insp edit
GET  activity              draft                 404  404 |  404  404  404 |  404  404  404 |  404  404
GET  activity              submitted             404  404 |  404  404  404 |  404  404  404 |  404  404
GET  activity              returned              404  404 |  404  404  404 |  404  404  404 |  404  404
GET  activity              planned               200  200 |  200  200  200 |  200  200  200 |  200  200
GET  activity              passed                200  200 |  200  200  200 |  200  200  200 |  200  200
GET  activity              reopened              200  200 |  200  200  200 |  200  200  200 |  200  200
GET  activity              cancelled             200  200 |  200  200  200 |  200  200  200 |  200  200
GET  activity              withdrawn             404  404 |  404  404  404 |  404  404  404 |  404  404
GET  activity              confirmed             200  200 |  200  200  200 |  200  200  200 |  200  200
GET  activity              sourced               200  200 |  200  200  200 |  200  200  200 |  200  200
GET  activity              merged                404  404 |  404  404  404 |  404  404  404 |  404  404
GET  activity              hidden_draft          404  404 |  404  404  404 |  404  404  404 |  404  404
GET  pair                  pair                  200  200 |  200  200  200 |  200  200  200 |  200  200
GET  pair                  hidden                404  404 |  404  404  404 |  404  404  404 |  404  404
GET  batch                 2                     200  200 |  200  200  200 |  200  200  200 |  200  200
GET  batch                 4                     404  404 |  404  404  404 |  404  404  404 |  404  404
GET  invitation            link                  200  200 |  200  200  200 |  200  200  200 |  200  200
POST invitation            link                  200  200 |  403  403  403 |  403  403  403 |  403  403
BOTH invitation            used_link             410  410 |  410  410  410 |  410  410  410 |  410  410
GET  desk                  -                      in   in |  200  200  200 |  200  200  200 |  302  302
GET  desk_pairs            -                      in   in |  200  200  200 |  200  200  200 |  200  200
GET  desk_waiting          to_confirm             in   in |  200  200  200 |  200  200  200 |  200  200
GET  desk_waiting          nothing                in   in |  404  404  404 |  404  404  404 |  404  404
GET  desk_pair             pair                   in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_pair             other_pair             in   in |  404  404  200 |  200  200  404 |  200  200
GET  desk_pair             hidden                 in   in |  404  404  404 |  404  404  404 |  200  200
GET  desk_pair             9-9                    in   in |  404  404  404 |  404  404  404 |  404  404
GET  desk_agreement        pair                   in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_agreement        offering               in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_agreement        agreed                 in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_agreement        hidden                 in   in |  404  404  404 |  404  404  404 |  200  200
BOTH desk_agreement_edit   pair                   in   in |  200  403  404 |  403  403  404 |  403  403
BOTH desk_agreement_edit   offering               in   in |  200  403  404 |  403  403  404 |  403  403
GET  desk_agreement_edit   agreed                 in   in |  403  403  404 |  403  403  404 |  403  403
POST desk_agreement_edit   agreed                 in   in |  409  409  404 |  403  403  404 |  403  409
BOTH desk_agreement_edit   hidden                 in   in |  404  404  404 |  404  404  404 |  403  200
POST desk_agreement_step   pair/accept            in   in |  200  200  404 |  403  403  404 |  403  403
POST desk_agreement_step   pair/return            in   in |  403  200  404 |  403  403  404 |  403  200
POST desk_agreement_step   pair/discard           in   in |  200  403  404 |  403  403  404 |  403  403
POST desk_agreement_step   pair/document          in   in |  200  403  404 |  403  403  404 |  403  403
POST desk_agreement_step   pair/remove            in   in |  404  404  404 |  404  404  404 |  404  404
POST desk_agreement_step   offering/accept        in   in |  200  200  404 |  403  403  404 |  403  403
POST desk_agreement_step   offering/return        in   in |  403  200  404 |  403  403  404 |  403  200
POST desk_agreement_step   agreed/amend           in   in |  200  200  404 |  403  403  404 |  403  200
POST desk_agreement_step   pair/nothing           in   in |  404  404  404 |  404  404  404 |  404  404
GET  desk_snapshots        -                      in   in |  200  200  200 |  200  200  200 |  200  200
BOTH desk_snapshot_new     -                      in   in |  200  200  200 |  403  403  403 |  403  403
BOTH desk_snapshot         snapshot               in   in |  200  404  404 |  403  404  404 |  403  200
BOTH desk_snapshot         released               in   in |  200  404  404 |  403  404  404 |  403  200
BOTH desk_snapshot         stated                 in   in |  404  403  404 |  404  403  404 |  403  403
POST desk_snapshot_release snapshot               in   in |  200  404  404 |  403  404  404 |  403  200
POST desk_snapshot_release released               in   in |  200  404  404 |  403  404  404 |  403  200
POST desk_snapshot_release stated                 in   in |  404  403  404 |  404  403  404 |  403  403
GET  desk_entries          -                      in   in |  200  200  200 |  200  200  200 |  200  200
BOTH desk_activity_new     -                      in   in |  200  200  200 |  403  403  403 |  403  200
BOTH desk_activity_new     ?pair=1-1&kind=fair    in   in |  200  200  404 |  403  403  403 |  403  200
BOTH desk_activity_new     ?pair=4-11&kind=fair   in   in |  404  404  404 |  403  403  403 |  403  404
GET  desk_activity         draft                  in   in |  200  404  404 |  404  404  404 |  200  200
GET  desk_activity         partners_draft         in   in |  404  200  404 |  404  404  404 |  200  200
GET  desk_activity         ministrys_draft        in   in |  404  404  404 |  404  404  404 |  200  200
GET  desk_activity         submitted              in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         partners               in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         returned               in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         planned                in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         passed                 in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         reopened               in   in |  200  404  404 |  404  404  404 |  200  200
GET  desk_activity         cancelled              in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         withdrawn              in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         confirmed              in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         corrected              in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         sourced                in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         merged                 in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_activity         hidden_draft           in   in |  404  404  404 |  404  404  404 |  200  200
BOTH desk_activity_edit    draft                  in   in |  200  404  404 |  404  404  404 |  403  403
BOTH desk_activity_edit    partners_draft         in   in |  404  200  404 |  404  404  404 |  403  403
BOTH desk_activity_edit    ministrys_draft        in   in |  404  404  404 |  404  404  404 |  403  200
BOTH desk_activity_edit    submitted              in   in |  200  403  404 |  403  403  404 |  403  403
BOTH desk_activity_edit    returned               in   in |  200  403  404 |  403  403  404 |  403  403
BOTH desk_activity_edit    planned                in   in |  200  403  404 |  403  403  404 |  403  403
BOTH desk_activity_edit    reopened               in   in |  200  404  404 |  404  404  404 |  403  403
GET  desk_activity_edit    cancelled              in   in |  403  403  404 |  403  403  404 |  403  403
POST desk_activity_edit    cancelled              in   in |  409  403  404 |  403  403  404 |  403  403
GET  desk_activity_edit    withdrawn              in   in |  403  403  404 |  403  403  404 |  403  403
POST desk_activity_edit    withdrawn              in   in |  409  403  404 |  403  403  404 |  403  403
GET  desk_activity_edit    confirmed              in   in |  403  403  404 |  403  403  404 |  403  403
POST desk_activity_edit    confirmed              in   in |  409  403  404 |  403  403  404 |  403  403
BOTH desk_activity_edit    sourced                in   in |  403  403  404 |  403  403  404 |  403  403
BOTH desk_activity_edit    hidden_draft           in   in |  404  404  404 |  404  404  404 |  403  200
GET  desk_activity_kind    draft                  in   in |  200  404  404 |  404  404  404 |  403  403
POST desk_activity_kind    draft                  in   in |  404  404  404 |  404  404  404 |  403  403
BOTH desk_activity_kind    submitted              in   in |  403  403  404 |  403  403  404 |  403  403
BOTH desk_activity_kind    returned               in   in |  403  403  404 |  403  403  404 |  403  403
GET  desk_activity_kind    hidden_draft           in   in |  404  404  404 |  404  404  404 |  403  200
BOTH desk_activity_hold    planned                in   in |  403  403  404 |  403  403  404 |  403  403
BOTH desk_activity_hold    passed                 in   in |  200  403  404 |  403  403  404 |  403  403
BOTH desk_activity_hold    draft                  in   in |  200  404  404 |  404  404  404 |  403  403
BOTH desk_activity_check   draft                  in   in |  200  404  404 |  404  404  404 |  403  403
BOTH desk_activity_check   submitted              in   in |  302  302  404 |  302  302  404 |  302  302
BOTH desk_activity_check   returned               in   in |  200  403  404 |  403  403  404 |  403  403
BOTH desk_activity_check   planned                in   in |  302  302  404 |  302  302  404 |  302  302
GET  desk_activity_correct submitted              in   in |  403  403  404 |  403  403  404 |  403  403
POST desk_activity_correct submitted              in   in |  409  409  404 |  403  403  404 |  403  409
BOTH desk_activity_correct confirmed              in   in |  200  200  404 |  403  403  404 |  403  200
GET  desk_activity_correct corrected              in   in |  403  403  404 |  403  403  404 |  403  403
POST desk_activity_correct corrected              in   in |  409  409  404 |  403  403  404 |  403  409
GET  desk_activity_correct sourced                in   in |  403  403  404 |  403  403  404 |  403  200
POST desk_activity_correct sourced                in   in |  409  409  404 |  403  403  404 |  403  200
BOTH desk_activity_merge   submitted/partners     in   in |  200  200  404 |  403  403  404 |  403  200
BOTH desk_activity_merge   draft/partners         in   in |  403  404  404 |  404  404  404 |  403  403
BOTH desk_activity_merge   submitted/sourced      in   in |  403  403  404 |  403  403  404 |  403  403
GET  desk_merge            merge                  in   in |  200  200  404 |  200  200  404 |  200  200
POST desk_merge            merge                  in   in |  403  200  404 |  403  403  404 |  403  200
GET  desk_evidence         file_draft             in   in |  200  404  404 |  404  404  404 |  200  200
GET  desk_evidence         file_submitted         in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_evidence         file_confirmed         in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_evidence         file_erased            in   in |  404  404  404 |  404  404  404 |  404  404
GET  desk_evidence         file_agreement         in   in |  200  200  404 |  200  200  404 |  200  200
GET  desk_evidence         file_agreed            in   in |  200  200  404 |  200  200  404 |  200  200
BOTH desk_evidence_remove  file_draft             in   in |  200  404  404 |  404  404  404 |  403  200
BOTH desk_evidence_remove  file_submitted         in   in |  200  403  404 |  403  403  404 |  403  200
BOTH desk_evidence_remove  file_confirmed         in   in |  200  403  404 |  403  403  404 |  403  200
BOTH desk_evidence_remove  file_erased            in   in |  403  404  404 |  404  404  404 |  403  403
BOTH desk_evidence_remove  file_agreement         in   in |  404  404  404 |  404  404  404 |  404  404
POST people_again          invitation             in   in |  404  404  404 |  404  404  404 |  403  200
POST people_again          revoked                in   in |  404  404  404 |  404  404  404 |  403  200
POST people_revoke         invitation             in   in |  404  404  404 |  404  404  404 |  403  200
POST people_revoke         revoked                in   in |  404  404  404 |  404  404  404 |  403  200
"""
# Who may take which step with an entry in each state: r(ecipient), s(upporter), e(ditor). To others of those who may
# read it (the line of desk_activity above) it is a 403 with the reason, to all else a 404. A capital has just taken it:
# the second half of a double tap is led on.
STEPS = """
                   confirm return withdraw cancel discard accept decline propose-withdrawal
draft              .       .      .        .      r       .      .       .
partners_draft     .       .      .        .      s       .      .       .
ministrys_draft    .       .      .        .      e       .      .       .
submitted          se      se     re       .      .       .      .       .
partners           re      re     se       .      .       .      .       .
returned           .       S      re       .      .       .      .       .
planned            .       .      re       re     .       .      .       .
passed             .       .      re       re     .       .      .       .
reopened           .       .      re       .      .       .      .       .
cancelled          .       .      .        R      .       .      .       .
withdrawn          .       .      R        .      .       .      .       .
confirmed          S       .      e        .      .       .      .       rse
corrected          S       .      e        .      .       se     se      .
sourced            .       .      e        .      .       .      .       .
merged             .       .      .        .      .       .      .       .
hidden_draft       .       .      .        .      e       .      .       .
"""


def matrix():
    """The lines of MATRIX and OVERSIGHT as (method, name of the address, sample, {face: answer})."""
    for line in MATRIX.strip().splitlines()[1:] + OVERSIGHT.strip().splitlines()[1:]:
        method, name, sample, *cells = line.replace("|", "").split()
        answers = [SIGN_IN if cell == "in" else int(cell) for cell in cells]
        for each in ("GET", "POST") if method == "BOTH" else (method,):
            yield each, name, "" if sample == "-" else sample, dict(zip(FACES, answers, strict=True))


def steps():
    """STEPS as (state, step, the faces who may take it, those who just have)."""
    head, *lines = STEPS.strip("\n").splitlines()
    for line in lines:
        state, *cells = line.split()
        for step, letters in zip(head.split(), cells, strict=True):
            may, have = ({face for face in FACES if face[0] in chosen} for chosen in (letters, letters.swapcase()))
            yield state, step, may, have


def answers_of_table(name):
    """What TABLE says, for the people of the matrix: without a post in what is asked, they are passers-by."""
    who = lookup(name).who
    same = {"anonymous": "anonymous", "gone": "anonymous", "inspector": "inspector", "editor": "editor"}
    return {face: who[same.get(face, "passer_by")] for face in FACES}
