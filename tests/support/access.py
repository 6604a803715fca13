"""The access table: every address of the portal, and what each kind of person is answered there."""

from dataclasses import dataclass, field

SIGN_IN = "sign-in"  # led to the sign-in page

PUBLIC = {"anonymous": 200, "passer_by": 200, "former_editor": 200, "inspector": 200, "editor": 200}
SIGNING_IN = dict(PUBLIC)  # open to everybody, but not a page of the public site: it has forms and a session
SIGNED_IN = PUBLIC | {"anonymous": SIGN_IN}
STAFF = SIGNED_IN | {"passer_by": 404, "former_editor": 404}
EDITORS = STAFF | {"inspector": 403}
NOBODY = EDITORS | {"editor": 403}
LED_ON = dict.fromkeys(PUBLIC, 302)
STEP = dict.fromkeys(PUBLIC, 405) | {"anonymous": SIGN_IN}
NONE_YET = dict.fromkeys(PUBLIC, 404) | {"anonymous": SIGN_IN}  # no published data holds one
COORDINATORS = dict.fromkeys(PUBLIC, 403) | {"anonymous": SIGN_IN}  # and of these the sample holds none
OWNER = STAFF | {"inspector": 302}
MOVED = STAFF | {"inspector": 302, "editor": 302}


@dataclass(frozen=True)
class Address:
    """Who gets what with GET, the arguments of a sample, and whether it takes POST as well."""

    who: dict
    kwargs: dict = field(default_factory=dict)
    posts: bool = False


TABLE = {
    "home": Address(PUBLIC),
    "search": Address(PUBLIC),
    "pair_list": Address(PUBLIC),
    "pair": Address(PUBLIC, {"address": "2-11"}),
    "pair_download": Address(PUBLIC, {"form": "csv"}),
    "batch_list": Address(PUBLIC),
    "batch": Address(PUBLIC, {"number": 2}),
    "batch_download": Address(PUBLIC, {"form": "csv"}),
    "university_list": Address(PUBLIC),
    "university": Address(PUBLIC, {"code": "4143010554"}),
    "university_download": Address(PUBLIC, {"form": "csv"}),
    "mechanism_list": Address(PUBLIC),
    "mechanism": Address(PUBLIC, {"number": 3}),
    "mechanism_download": Address(PUBLIC, {"form": "csv"}),
    "activity_list": Address(PUBLIC),
    "activity": Address(PUBLIC, {"pk": "activities.activity"}),
    "activity_download": Address(PUBLIC, {"form": "csv"}),
    "statistics": Address(PUBLIC),
    "statistics_totals": Address(PUBLIC, {"form": "csv"}),
    "statistics_growth": Address(PUBLIC, {"form": "csv"}),
    "statistics_parts": Address(PUBLIC, {"form": "csv"}),
    "statistics_grid": Address(PUBLIC, {"form": "csv"}),
    "statistics_clock": Address(PUBLIC, {"form": "csv"}),
    "statistics_flow": Address(PUBLIC, {"form": "csv"}),
    "bulletin_list": Address(PUBLIC),
    "ledger": Address(PUBLIC),
    "bulletin": Address(PUBLIC, {"address": "2020-05-21"}),
    "bulletin_word": Address(PUBLIC, {"address": "2020-05-21"}),
    "bulletin_download": Address(PUBLIC, {"form": "csv"}),
    "practice_list": Address(PUBLIC),
    "practice": Address(PUBLIC, {"slug": "live-lectures-by-outside-experts"}),
    "practice_download": Address(PUBLIC, {"form": "csv"}),
    "data": Address(PUBLIC),
    "about": Address(PUBLIC),
    "privacy": Address(PUBLIC),
    "accessibility": Address(PUBLIC),
    "sitemap": Address(PUBLIC),
    "sitemap_section": Address(PUBLIC, {"section": "pairs"}),
    "robots": Address(PUBLIC),
    "favicon": Address(dict.fromkeys(PUBLIC, 302)),
    "healthz": Address(PUBLIC),
    "account": Address(SIGNED_IN),
    # Who is signed in already is led on.
    "account_login": Address(LED_ON | {"anonymous": 200}, posts=True),
    "account_logout": Address(dict.fromkeys(PUBLIC, 405), posts=True),
    "account_change_password": Address(SIGNED_IN, posts=True),
    "account_password_changed": Address(SIGNED_IN),
    "account_reset_password": Address(SIGNING_IN, posts=True),
    "account_reset_password_done": Address(SIGNING_IN),
    "account_reset_password_from_key": Address(SIGNING_IN, {"uidb36": "1", "key": "none-such"}, posts=True),
    "account_reset_password_from_key_done": Address(SIGNING_IN),
    # A link that nobody was sent is nothing, to everybody.
    "invitation": Address(dict.fromkeys(PUBLIC, 404), {"token": "none-such"}, posts=True),
    "account_reauthenticate": Address(SIGNED_IN, posts=True),
    "mfa_index": Address(SIGNED_IN),
    # Only between the password and the code, and only for those who have the one or the other.
    "mfa_authenticate": Address(LED_ON, posts=True),
    "mfa_reauthenticate": Address(LED_ON | {"anonymous": SIGN_IN}, posts=True),
    # First the password once more, where it was given some time ago.
    "mfa_activate_totp": Address(LED_ON | {"anonymous": SIGN_IN}, posts=True),
    "mfa_deactivate_totp": Address(dict.fromkeys(PUBLIC, 404) | {"anonymous": SIGN_IN}, posts=True),
    "mfa_view_recovery_codes": Address(dict.fromkeys(PUBLIC, 404) | {"anonymous": SIGN_IN}),
    "mfa_generate_recovery_codes": Address(LED_ON | {"anonymous": SIGN_IN}, posts=True),
    "mfa_download_recovery_codes": Address(dict.fromkeys(PUBLIC, 404) | {"anonymous": SIGN_IN}),
    "people": Address(EDITORS),
    "people_invite": Address(EDITORS, posts=True),
    "people_list": Address(EDITORS, posts=True),
    "people_again": Address(STEP, {"pk": 1}, posts=True),
    "people_revoke": Address(STEP, {"pk": 1}, posts=True),
    "desk": Address(LED_ON | {"anonymous": SIGN_IN}),  # of these people each has a place elsewhere
    "desk_pairs": Address(SIGNED_IN),
    "desk_waiting": Address(SIGNED_IN, {"name": "to_confirm"}),
    "desk_pair": Address(STAFF, {"address": "2-11"}),
    "desk_agreement": Address(STAFF, {"address": "2-11"}),
    "desk_agreement_edit": Address(EDITORS, {"address": "2-11"}, posts=True),
    "desk_agreement_step": Address(STEP, {"address": "2-11", "name": "accept"}, posts=True),
    "desk_snapshots": Address(STAFF),
    "desk_snapshot_new": Address(NOBODY, posts=True),
    "desk_snapshot": Address(NOBODY, {"pk": "activities.employmentsnapshot"}, posts=True),
    "desk_snapshot_release": Address(STEP, {"pk": "activities.employmentsnapshot"}, posts=True),
    "desk_entries": Address(SIGNED_IN),
    "desk_activity_new": Address(SIGNED_IN | {"passer_by": 403, "former_editor": 403, "inspector": 403}, posts=True),
    # The samples are entries from public sources: nobody confirms them, editors correct and withdraw them.
    "desk_activity": Address(STAFF, {"pk": "activities.activity"}),
    "desk_activity_edit": Address(NOBODY, {"pk": "activities.activity"}, posts=True),
    "desk_activity_kind": Address(NOBODY, {"pk": "activities.activity"}, posts=True),
    "desk_activity_hold": Address(NOBODY, {"pk": "activities.activity"}, posts=True),
    "desk_activity_check": Address(MOVED, {"pk": "activities.activity"}, posts=True),
    "desk_activity_correct": Address(EDITORS, {"pk": "activities.activity"}, posts=True),
    "desk_activity_merge": Address(NOBODY, {"pk": "activities.activity", "other": "activities.activity"}, posts=True),
    "desk_activity_step": Address(EDITORS, {"pk": "activities.activity", "name": "withdraw"}, posts=True),
    "desk_merge": Address(NONE_YET, {"pk": 1}, posts=True),
    "desk_evidence": Address(NONE_YET, {"pk": 1}, posts=True),
    "desk_evidence_remove": Address(NONE_YET, {"pk": 1}, posts=True),
    "desk_oversight": Address(STAFF, posts=True),
    "desk_oversight_download": Address(STAFF, {"form": "csv"}),
    "desk_notes": Address(STAFF, {"address": "2-11"}),
    # Notes are written by the officers of a province.
    "desk_note_new": Address(NOBODY, {"address": "2-11"}, posts=True),
    "desk_note": Address(NONE_YET, {"address": "2-11", "pk": 1}),
    "desk_note_edit": Address(NONE_YET, {"address": "2-11", "pk": 1}, posts=True),
    "desk_note_withdraw": Address(NONE_YET, {"address": "2-11", "pk": 1}, posts=True),
    # Rounds and what they hold are made on the desk; no published data holds one.
    "desk_inspections": Address(STAFF),
    "desk_inspection_download": Address(STAFF, {"form": "csv"}),
    "desk_round_new": Address(STAFF, posts=True),
    **{
        f"desk_round{page}": Address(NONE_YET, {"pk": 1}, posts=bool(page))
        for page in ("", "_edit", "_choose", "_draw")
    },
    "desk_inspection": Address(NONE_YET, {"pk": 1}),
    "desk_inspection_edit": Address(NONE_YET, {"pk": 1}, posts=True),
    "desk_inspection_step": Address(NONE_YET, {"pk": 1, "name": "reopen"}, posts=True),
    "desk_finding_new": Address(NONE_YET, {"pk": 1}, posts=True),
    "desk_findings": Address(STAFF),
    "desk_finding_download": Address(STAFF, {"form": "csv"}),
    "desk_finding": Address(NONE_YET, {"pk": 1}),
    "desk_finding_edit": Address(NONE_YET, {"pk": 1}, posts=True),
    "desk_finding_step": Address(NONE_YET, {"pk": 1, "name": "close"}, posts=True),
    # Practices are proposed and taken up by coordinators only; the sample comes from a public source.
    "desk_practices": Address(STAFF),
    "desk_practice_new": Address(COORDINATORS, posts=True),
    "desk_practice": Address(STAFF, {"pk": "oversight.practice"}),
    "desk_practice_rewrite": Address(NOBODY, {"pk": "oversight.practice"}, posts=True),
    "desk_practice_edit": Address(EDITORS, {"pk": "oversight.practice"}, posts=True),
    "desk_practice_adopt": Address(COORDINATORS, {"pk": "oversight.practice"}, posts=True),
    "desk_practice_step": Address(STAFF, {"pk": "oversight.practice", "name": "withdraw"}, posts=True),
    # The sample is published: nobody changes it any more.
    "desk_bulletins": Address(STAFF),
    "desk_bulletin_new": Address(EDITORS, posts=True),
    "desk_bulletin": Address(STAFF, {"pk": "oversight.bulletin"}),
    "desk_bulletin_edit": Address(NOBODY, {"pk": "oversight.bulletin"}, posts=True),
    "desk_bulletin_state": Address(NOBODY, {"pk": "oversight.bulletin"}, posts=True),
    "desk_bulletin_correct": Address(EDITORS | {"editor": 405}, {"pk": "oversight.bulletin"}, posts=True),
    "desk_bulletin_step": Address(
        EDITORS | {"editor": 405}, {"pk": "oversight.bulletin", "name": "publish"}, posts=True
    ),
    "admin:index": Address(STAFF | {"passer_by": 302, "former_editor": 302}, posts=True),
    "admin:login": Address(LED_ON | {"anonymous": SIGN_IN}, posts=True),
    "admin:logout": Address(STAFF | {"inspector": 405, "editor": 405}, posts=True),
    "admin:password_change": Address(MOVED, posts=True),
    "admin:password_change_done": Address(MOVED, posts=True),
    # Without saying for which field, autocompletion is refused to everybody.
    "admin:autocomplete": Address(NOBODY),
    "admin:jsi18n": Address(STAFF),
    "admin:view_on_site": Address(MOVED, {"content_type_id": "pairs.batch", "object_id": "pairs.batch"}, posts=True),
    "admin:app_list": Address(STAFF, {"app_label": "pairs"}, posts=True),
    "admin:auth_user_password_change": Address(EDITORS, {"id": "accounts.user"}, posts=True),
    "admin:accounts_user_delete": Address(NOBODY, {"object_id": "accounts.user"}, posts=True),
    "admin:pairs_batch_from_notice": Address(EDITORS, posts=True),
    "admin:pairs_batch_period": Address(EDITORS, {"pk": "pairs.batch"}, posts=True),
    "admin:pairs_batch_list": Address(EDITORS, {"pk": "pairs.batch"}, posts=True),
    "admin:pairs_batch_publish": Address(EDITORS, {"pk": "pairs.batch"}, posts=True),
    "admin:pairs_pair_download": Address(STAFF, {"form": "csv"}),
    "admin:pairs_university_register": Address(EDITORS, posts=True),
    "admin:pairs_university_register_preview": Address(EDITORS, {"pk": "pairs.registerimport"}, posts=True),
    # Stored previews are written by reading a list, and are their owner's own: to others they do not exist.
    "admin:pairs_listimport_change": Address(OWNER, {"object_id": "pairs.listimport"}, posts=True),
    "admin:pairs_listimport_history": Address(OWNER, {"object_id": "pairs.listimport"}, posts=True),
    "admin:pairs_listimport_preview": Address(EDITORS, {"pk": "pairs.listimport"}, posts=True),
    "admin:pairs_listimport_marked": Address(EDITORS, {"pk": "pairs.listimport"}),
    "admin:pairs_listimport_add": Address(NOBODY, posts=True),
    "admin:pairs_listimport_delete": Address(NOBODY, {"object_id": "pairs.listimport"}, posts=True),
    # What the steps of the desk record is read in the admin, and written by those steps alone.
    "admin:oversight_bulletin_add": Address(NOBODY, posts=True),
    "admin:oversight_bulletin_delete": Address(NOBODY, {"object_id": "oversight.bulletin"}, posts=True),
    "admin:activities_activity_add": Address(NOBODY, posts=True),
    "admin:activities_activity_delete": Address(NOBODY, {"object_id": "activities.activity"}, posts=True),
    "admin:activities_employmentsnapshot_add": Address(NOBODY, posts=True),
    "admin:activities_employmentsnapshot_delete": Address(
        NOBODY, {"object_id": "activities.employmentsnapshot"}, posts=True
    ),
    "admin:oversight_practice_add": Address(NOBODY, posts=True),
    "admin:oversight_practice_delete": Address(NOBODY, {"object_id": "oversight.practice"}, posts=True),
    # No letter waits; letters are written by the outbox alone.
    "admin:core_letter_add": Address(NOBODY, posts=True),
    "admin:core_letter_delete": Address(NOBODY, {"object_id": 1}, posts=True),
    "admin:core_letter_change": Address(MOVED, {"object_id": 1}, posts=True),
    "admin:core_letter_history": Address(MOVED, {"object_id": 1}, posts=True),
    # Nobody has been reminded or inspected and no note written yet; all are written by the steps of the desk alone.
    **{
        f"admin:oversight_{table}_{page}": Address(who, {"object_id": 1} if page != "add" else {}, posts=True)
        for table in ("reminder", "guidancenote", "inspectionround", "inspection", "finding")
        for page, who in {"add": NOBODY, "delete": NOBODY, "change": MOVED, "history": MOVED}.items()
    },
}

# The pages that the admin gives every table, where the table above names no other rule.
ADMIN_PAGES = {"changelist": STAFF, "change": STAFF, "history": STAFF, "add": EDITORS, "delete": EDITORS}
# Patterns without a name: an old form of the address of a record, and whatever is left under /admin/.
UNNAMED = {"<path:object_id>/", "(?P<url>.*)$"}


def lookup(name):
    """The table's entry for the name of an address, or None when nobody has thought about it."""
    if name in TABLE:
        return TABLE[name]
    model, _underscore, page = name.removeprefix("admin:").rpartition("_")
    if not name.startswith("admin:") or page not in ADMIN_PAGES:
        return None
    kwargs = {} if page in ("changelist", "add") else {"object_id": model.replace("_", ".", 1)}
    return Address(ADMIN_PAGES[page], kwargs, posts=True)
