"""A CAP message of ours: an alert, its update, or its cancellation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege.domain.cap_reference import CapReference, check_cap_name, whole_seconds
from kerege.domain.cap_terms import CapMessageType, CapScope, CapStatus
from kerege.sharing.cap.plain_text import plain_text
from kerege.sharing.cap.warning import CapWarning

_OUR_TYPES = (CapMessageType.ALERT, CapMessageType.UPDATE, CapMessageType.CANCEL)
_OUR_STATUSES = (CapStatus.ACTUAL, CapStatus.EXERCISE, CapStatus.TEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapMessage:
    """A message as it is sent.

    Parameters
    ----------
    identifier, sender : str
        Together unlike every other message's; no space, comma, < or &. The sender is a domain or an
        address of the site.
    sent : datetime
        In the zone in which it is to be written; cut to the second.
    message_type : CapMessageType
        ALERT, UPDATE or CANCEL.
    warning : CapWarning or None
        Needed by an alert and an update; a cancellation may go without.
    status : CapStatus
        ACTUAL, EXERCISE or TEST. Never meant by accident: it has no default.
    scope : CapScope
        RESTRICTED needs a `restriction`; PRIVATE needs `addresses`.
    restriction : str
        The rule for those who receive it, with RESTRICTED only.
    addresses : tuple of str
        For whom it is meant; each without quotation marks.
    note : str
        Which exercise it is (needed by EXERCISE), or why it is taken back.
    references : tuple of CapReference
        The messages that an update or a cancellation replaces: all that hold still. Empty for an alert.
    incidents : tuple of str
        Identifiers of the incidents it belongs to; no blanks.

    Raises
    ------
    ValueError
        If one of these rules is broken; the sentence says which.
    """

    identifier: str
    sender: str
    sent: datetime
    status: CapStatus
    message_type: CapMessageType
    scope: CapScope
    warning: CapWarning | None = None
    restriction: str = ""
    addresses: tuple[str, ...] = ()
    note: str = ""
    references: tuple[CapReference, ...] = ()
    incidents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_cap_name(self.identifier, "identifier")
        check_cap_name(self.sender, "sender")
        object.__setattr__(self, "sent", whole_seconds(self.sent, "sent"))
        for name in ("restriction", "note"):
            object.__setattr__(self, name, plain_text(getattr(self, name)))
        object.__setattr__(self, "addresses", tuple(plain_text(address) for address in self.addresses))
        self._check_kind()
        self._check_readers()
        for incident in self.incidents:
            check_cap_name(incident, "incident")

    def _check_kind(self) -> None:
        if self.message_type not in _OUR_TYPES:
            raise ValueError("Kerege sends alerts, updates and cancellations, no other messages.")
        if self.status not in _OUR_STATUSES:
            raise ValueError("A message is sent as Actual, Exercise or Test.")
        if self.status is CapStatus.EXERCISE and not self.note:
            raise ValueError("A message of an exercise needs a note that names the exercise.")
        if (self.message_type is CapMessageType.ALERT) == bool(self.references):
            raise ValueError("An update or a cancellation refers to the messages it replaces; an alert refers to none.")
        if self.reference in self.references:
            raise ValueError("A message cannot replace itself.")
        if self.message_type is not CapMessageType.CANCEL and self.warning is None:
            raise ValueError("An alert or an update needs a warning.")
        if self.warning is not None and self.warning.expires <= self.sent:
            raise ValueError("A warning expires after it is sent.")

    def _check_readers(self) -> None:
        if (self.scope is CapScope.RESTRICTED) != bool(self.restriction):
            raise ValueError("A restricted message needs a restriction, and no other has one.")
        if self.scope is CapScope.PRIVATE and not self.addresses:
            raise ValueError("A private message needs addresses.")
        if not all(address and '"' not in address for address in self.addresses):
            raise ValueError("An address is not empty and holds no quotation mark.")

    @property
    def reference(self) -> CapReference:
        """As later messages refer to it."""
        return CapReference(self.sender, self.identifier, self.sent)
