"""Receipts: what a land base held on a day, kept outside of it.

Who can write the file can make its whole chain anew, cut its end, or put an older copy
in its place, and within the file nothing tells. A receipt that lies elsewhere does: it
holds the head of the chain, and a land base that continues what was attested has that
head in its past.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import sqlalchemy as sa

from landbase.errors import (
    ConfigError,
    MissingDependencyError,
    SourceError,
    StoreError,
)
from landbase.files import make_folder_of, unfinished, why_blocked, write_file
from landbase.io.bases import refuse_to_overwrite
from landbase.issues import Issues
from landbase.store.attested import load_seals, seal_faults
from landbase.store.columns import day_of_stamp, parcel_seals, stamp
from landbase.store.database import Opened, reading
from landbase.store.journals import ALL_JOURNALS, digits_of, short_form
from landbase.store.place import publish
from landbase.store.queries import zone_of
from landbase.store.sealing import PARCELS, journal_heads, last_seal
from landbase.tables.html import html_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

__all__ = [
    "Receipt",
    "code_issues_of",
    "head",
    "make_receipt_key",
    "read_receipt",
    "receipt",
    "receipt_issues",
]

FORMAT, VERSION = "landbase-receipt", 1
_VERSIONS = "parcel_versions"
_SIGNED = ("name", "base", "seal", "head", "day", "counts")


@dataclass(frozen=True)
class Receipt:
    """What a land base held on a day.

    Attributes
    ----------
    name
        The name of its file.
    base
        The hash of its first seal: which land base it is.
    seal, head
        The number and the hash of its last seal.
    day
        The day, ISO text.
    counts
        How many parcels, versions of parcels, and records of each journal there were.
    key, signature
        The bureau's public key and its signature (ed25519), hexadecimal; or None.
    """

    name: str
    base: str
    seal: int
    head: str
    day: str
    counts: dict[str, int]
    key: str | None = None
    signature: str | None = None

    def _repr_html_(self) -> str:
        counts = pd.Series(self.counts, dtype="int64").rename_axis("journal")
        shown = {"name": self.name, "day": self.day, "code": self.code, "key": self.key}
        return html_of({**shown, "counts": counts.rename("count").reset_index()})

    @property
    def code(self) -> str:
        """The head as bulletins and workbooks print it."""
        return short_form(self.head)

    def body(self) -> bytes:
        """Give the bytes that are signed."""
        said = {name: value for name, value in asdict(self).items() if name in _SIGNED}
        said = {"format": FORMAT, "version": VERSION, **said}
        text = json.dumps(
            said, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return text.encode()

    def write(self, path: Path | str) -> Path:
        """Write it to a JSON file; the same receipt gives the same bytes.

        Parameters
        ----------
        path
            The file; replaced when it exists.

        Returns
        -------
        path
            The file written.

        Raises
        ------
        SourceError
            The file there is a land base, or the file cannot be written.
        """
        refuse_to_overwrite(path)
        checksum = hashlib.sha256(self.body()).hexdigest()
        said = {"format": FORMAT, "version": VERSION, **asdict(self)}
        text = json.dumps(
            {**said, "code": self.code, "checksum": checksum},
            ensure_ascii=False,
            indent=2,
        )
        return write_file(Path(path), f"{text}\n".encode())


def head(self: Opened) -> str:
    """Give the code of the books: the short form of the last hash.

    Returns
    -------
    code
        The first sixteen digits of the head, in groups of four. Bulletins and workbooks
        print it; ``verify(codes=[…])`` says whether the land base continues it.
    """
    with reading(self._engine) as connection:
        return short_form(last_seal(connection).hash)


def receipt(self: Opened, *, key: Path | str | None = None) -> Receipt:
    """Attest what the land base holds now, to be kept elsewhere.

    A later `verify` with ``receipts=`` says whether the file continues what was
    attested: an end that was cut off, an older copy that was put back, and a chain that
    was made anew are found by it, and by nothing within the file.

    Parameters
    ----------
    key
        The bureau's private key, a PEM file as `make_receipt_key` writes it, to sign
        with; by default it is not signed.

    Returns
    -------
    receipt
        A value with the head, the counts and the day; `Receipt.write` keeps it.

    Raises
    ------
    StoreError
        The chain does not hold: `verify` says where.
    ConfigError
        The key cannot be used.
    MissingDependencyError
        The package of the extra "sign" is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from landbase.store.base import LandBase
    >>> folder = tempfile.mkdtemp()
    >>> base = LandBase.open(f"{folder}/ordos.gpkg")
    >>> path = base.receipt().write(f"{folder}/receipt.json")
    >>> base.verify(receipts=[path]).table["code"].tolist()[-1]
    'verify_receipt'
    """
    signer = None if key is None else _private_key(Path(key))
    with reading(self._engine) as connection:
        rows = load_seals(connection)
        journals = journal_heads(connection)
        whole = rows and not seal_faults(rows)
        heads = json.loads(rows[-1]["heads"]) if whole else {}
        if not whole or any(heads.get(name) != at for name, at in journals.items()):
            raise StoreError("receipt_of_broken", path=self.name)
        counts = _counts(connection, heads)
        zone = zone_of(connection)
    day = f"{day_of_stamp(stamp(self._clock()), zone=zone):%Y-%m-%d}"
    first, last = rows[0], rows[-1]
    made = Receipt(self.name, first["hash"], last["seal_id"], last["hash"], day, counts)
    return made if signer is None else _signed(made, signer)


def _counts(connection: sa.Connection, heads: dict[str, Any]) -> dict[str, int]:
    """Count what a seal covers."""
    number = int(heads.get(PARCELS, [0])[0])
    c = parcel_seals.c
    known = sa.select(sa.func.count(sa.distinct(c.fid))).where(c.number <= number)
    parcels = int(connection.execute(known).scalar_one())
    journals = {name: int(heads.get(name, [0])[0]) for name in ALL_JOURNALS}
    return {PARCELS: parcels, _VERSIONS: number, **journals}


def read_receipt(path: Path | str) -> Receipt:
    """Read a receipt, and see that it is as it was written.

    Parameters
    ----------
    path
        A JSON file of `Receipt.write`.

    Returns
    -------
    receipt
        What it says; its signature is checked by `LandBase.verify`.

    Raises
    ------
    SourceError
        It cannot be read, is no receipt, or was changed.
    """
    try:
        said = json.loads(Path(path).read_bytes(), object_pairs_hook=_each_once)
    except OSError as error:
        raise SourceError(
            "file_cannot_be_read", path=path, error=why_blocked(error)
        ) from error
    except (ValueError, RecursionError) as error:
        raise SourceError("receipt_is_none", path=path) from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise SourceError("receipt_is_none", path=path)
    if said.get("version") != VERSION:
        raise SourceError("receipt_version", path=path, version=said.get("version"))
    names = tuple(Receipt.__dataclass_fields__)
    if said.keys() - {*names, *_BESIDE}:  # what no checksum and no signature covers
        raise SourceError("receipt_altered", path=path)
    made = Receipt(**{name: said.get(name) for name in names})  # type: ignore[arg-type] # compared below
    if not _well_formed(made):
        raise SourceError("receipt_altered", path=path)
    if said.get("checksum") != hashlib.sha256(made.body()).hexdigest():
        raise SourceError("receipt_altered", path=path)
    return made


_BESIDE = ("format", "version", "code", "checksum")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse what is said twice: a person reads the first, a program the last."""
    said = dict(pairs)
    if len(said) < len(pairs):
        raise ValueError("said twice")
    return said


def _well_formed(made: Receipt) -> bool:
    texts = (made.name, made.base, made.head, made.day)
    both = (made.key is None) == (made.signature is None)
    signed = all(isinstance(t, str | None) for t in (made.key, made.signature))
    counts = made.counts
    return (
        all(isinstance(text, str) for text in texts)
        and type(made.seal) is int
        and both
        and signed
        and isinstance(counts, dict)
        and all(type(count) is int for count in counts.values())
    )


def receipt_issues(
    connection: sa.Connection,
    paths: Sequence[Path | str],
    *,
    source: str,
    key: Path | str | None = None,
) -> Issues:
    """Say of each receipt whether the land base continues what it attests."""
    public = None if key is None else _public_key(Path(key))
    if not paths:
        return Issues.none()
    rows = load_seals(connection)
    return Issues.concat(
        _of_one(connection, Path(path), rows, source, public) for path in paths
    )


def _of_one(
    connection: sa.Connection,
    path: Path,
    rows: Sequence[dict[str, Any]],
    source: str,
    public: bytes | None,
) -> Issues:
    try:
        made = read_receipt(path)
    except SourceError as error:
        why = {"why_zh": error.zh, "why_en": str(error)}
        return Issues.of(
            "verify_receipt_unread", source=source, value=path.name, details=why
        )
    signature = _signature_code(made, public)
    if signature == "verify_receipt_forged":
        return Issues.of(signature, source=source, value=path.name)
    details: dict[str, object] = {
        "day": made.day,
        "seal": made.seal,
        "count": len(rows),
    }
    code = _continues(connection, made, rows)
    found = Issues.of(code, source=source, value=path.name, details=details)
    if signature is None:
        return found
    finger = {"finger": None if made.key is None else fingerprint(made.key)}
    return found + Issues.of(signature, source=source, value=path.name, details=finger)


def _continues(
    connection: sa.Connection, made: Receipt, rows: Sequence[dict[str, Any]]
) -> str:
    """Find the seal of a receipt in a land base."""
    if not rows or rows[0]["hash"] != made.base:
        return "verify_receipt_of_other"
    if made.seal > len(rows):
        return "verify_receipt_cut"
    own = rows[made.seal - 1] if made.seal > 0 else None
    if own is None or own["hash"] != made.head:
        return "verify_receipt_remade"
    if _counts(connection, json.loads(own["heads"])) != made.counts:
        return "verify_receipt_counts"
    return "verify_receipt"


def code_issues_of(
    connection: sa.Connection, codes: Sequence[str], *, source: str
) -> Issues:
    """Say of each code that a report bears whether the land base continues it."""
    if not codes:
        return Issues.none()
    rows = load_seals(connection)
    found = []
    for code in codes:
        digits = digits_of(code)
        at = [r["seal_id"] for r in rows if digits and r["hash"].startswith(digits)]
        details = {"seal": at[-1] if at else None, "count": len(rows)}
        told = "verify_code" if at else "verify_code_unknown"
        found.append(Issues.of(told, source=source, value=code, details=details))
    return Issues.concat(found)


def make_receipt_key(path: Path | str) -> tuple[Path, Path]:
    """Make the key by which a bureau signs its receipts.

    Parameters
    ----------
    path
        The .pem file of the private key, which is there for nobody else to read; the
        public key is written beside it, as ``….pub.pem``. Neither is replaced.

    Returns
    -------
    private, public
        The files written.

    Raises
    ------
    StoreError
        A file is there already.
    SourceError
        A file cannot be written.
    MissingDependencyError
        The package of the extra "sign" is not installed.
    """
    ed25519, serialization = _signing()
    private = Path(path)
    public = private.with_suffix(f".pub{private.suffix or '.pem'}")
    for file in (private, public):
        if file.exists():
            raise StoreError("receipt_key_exists", path=file)
    made = ed25519.Ed25519PrivateKey.generate()
    secret = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    shown = made.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    make_folder_of(private)
    beside = unfinished(private)
    try:
        beside.touch(mode=0o600, exist_ok=False)
        beside.write_bytes(secret)
        if not publish(beside, private):
            raise StoreError("receipt_key_exists", path=private)
        try:
            write_file(public, shown)
        finally:
            if not public.exists():
                private.unlink()  # of no use by itself, and in the way of the next try
    except OSError as error:
        why = why_blocked(error)
        raise SourceError("file_not_written", path=path, why=why) from error
    finally:
        beside.unlink(missing_ok=True)
    return private, public


def fingerprint(key: str) -> str:
    """Give the short form of a public key."""
    return short_form(hashlib.sha256(bytes.fromhex(key)).hexdigest())


def _signed(made: Receipt, signer: Ed25519PrivateKey) -> Receipt:
    key = signer.public_key().public_bytes_raw().hex()
    signature = signer.sign(made.body()).hex()
    return Receipt(**{**asdict(made), "key": key, "signature": signature})


def _signature_code(made: Receipt, public: bytes | None) -> str | None:
    """Say what is to be said of a signature; None where nothing is."""
    if made.key is None or made.signature is None:
        return None if public is None else "verify_receipt_unsigned"
    try:
        ed25519, _ = _signing()
    except MissingDependencyError:
        return "verify_receipt_unchecked"
    from cryptography.exceptions import InvalidSignature

    try:
        key = bytes.fromhex(made.key)
        signature = bytes.fromhex(made.signature)
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, made.body())
    except (InvalidSignature, ValueError):
        return "verify_receipt_forged"
    if public is None:
        return "verify_receipt_signed"
    return "verify_receipt_signed_by" if key == public else "verify_receipt_forged"


def _signing() -> tuple[Any, Any]:
    """Load what signs."""
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise MissingDependencyError("need_cryptography") from error
    return ed25519, serialization


def _private_key(path: Path) -> Ed25519PrivateKey:
    ed25519, serialization = _signing()
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError("receipt_key_unusable", path=path, error=error) from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise ConfigError("receipt_key_kind", path=path)
    return cast("Ed25519PrivateKey", key)


def _public_key(path: Path) -> bytes:
    ed25519, serialization = _signing()
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigError("receipt_key_unusable", path=path, error=error) from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise ConfigError("receipt_key_kind", path=path)
    return cast("Ed25519PublicKey", key).public_bytes_raw()
