"""What a company's site signs to say who its visitor is (JSON Web Tokens, RFC 7519)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    ValidationError,
)

from actions.conversations import Visitor
from actions.settings import VisitorKey
from actions.workspace import Workspace, WorkspaceError
from bot.gateway.edge import clean_text
from bot.gateway.problems import VisitorTokenRefused

LONGEST_TOKEN = 4_096
LONGEST_LIFE = timedelta(hours=24)
# Two machines' clocks are never quite the same.
LEEWAY = timedelta(seconds=60)
SHORTEST_SECRET = 32  # bytes: RFC 7518, as many as SHA-256 gives


def _line(text: str) -> str:
    line = " ".join(clean_text(text).split())
    if not line:
        raise ValueError("it is empty")
    return line


Line = Annotated[str, Field(max_length=200), AfterValidator(_line)]
Moment = Annotated[float, Field(ge=0, lt=2**53, allow_inf_nan=False)]


class _Claims(BaseModel):
    """What we read of a token; anything else in it is the site's own."""

    model_config = ConfigDict(strict=True)

    sub: Line
    iat: Moment
    exp: Moment
    nbf: Moment = 0.0
    name: Line | None = None
    email: Annotated[EmailStr, Field(max_length=254)] | None = None
    # What OpenID Connect says of an address; a site that says nothing signs what it has checked.
    email_verified: bool = True
    phone: Annotated[str, Field(pattern=r"^\+?[0-9 ().-]{6,25}$")] | None = Field(
        default=None, validation_alias=AliasChoices("phone", "phone_number")
    )


@dataclass(frozen=True, slots=True)
class _Key:
    algorithm: str
    key: Any = field(repr=False)


class VisitorTokens:
    """Checks tokens of each site with the site's own keys."""

    def __init__(self, keys: Mapping[str, Mapping[str, _Key]]) -> None:
        self._keys = keys  # site → kid → key

    @classmethod
    def load(cls, workspace: Workspace) -> Self:
        """The keys that the settings name; raises WorkspaceError if one cannot be used."""
        return cls(
            {
                slug: {
                    kid: _usable(key, workspace, f"sites.{slug}.visitor_keys.{kid}")
                    for kid, key in site.visitor_keys.items()
                }
                for slug, site in workspace.settings.sites.items()
            }
        )

    def visitor(self, token: str, *, site: str, now: datetime) -> Visitor:
        """Who the site says its visitor is; raises VisitorTokenRefused."""
        if not self._keys.get(site):
            raise VisitorTokenRefused("not-configured")
        claims = _believed(token, self._key(token, site), site)
        _refuse_wrong_time(claims, now)
        return Visitor(
            claims.sub,
            datetime.fromtimestamp(math.floor(claims.exp), UTC),
            name=claims.name,
            email=claims.email if claims.email_verified else None,
            phone=claims.phone,
        )

    def _key(self, token: str, site: str) -> _Key:
        keys = self._keys[site]
        if len(token) > LONGEST_TOKEN:
            raise VisitorTokenRefused("malformed")
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except Exception:  # whatever a stranger's bytes make the library raise
            raise VisitorTokenRefused("malformed") from None
        if kid is None and len(keys) == 1:
            return next(iter(keys.values()))
        if not isinstance(kid, str) or kid not in keys:
            raise VisitorTokenRefused("key")
        return keys[kid]


def _believed(token: str, key: _Key, site: str) -> _Claims:
    """The claims of a token that this key has signed for this site; times are not looked at."""
    # Ours are compared with the clock that is passed in; the library has its own.
    try:
        content = jwt.decode(
            token,
            key.key,
            algorithms=[key.algorithm],  # the header has no say
            audience=site,
            options={
                "require": ["aud", "exp", "iat", "sub"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "verify_sub": False,
            },
        )
        return _Claims.model_validate(content)
    except jwt.InvalidAudienceError:
        raise VisitorTokenRefused("audience") from None
    except (jwt.MissingRequiredClaimError, ValidationError):
        raise VisitorTokenRefused("claims") from None
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError, jwt.InvalidKeyError):
        raise VisitorTokenRefused("signature") from None
    except Exception:  # as above
        raise VisitorTokenRefused("malformed") from None


def _refuse_wrong_time(claims: _Claims, now: datetime) -> None:
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    if claims.exp <= moment:
        raise VisitorTokenRefused("expired")
    if max(claims.iat, claims.nbf) > moment + leeway:
        raise VisitorTokenRefused("too-early")
    if claims.exp - claims.iat > LONGEST_LIFE.total_seconds():
        raise VisitorTokenRefused("lifetime")


def _usable(key: VisitorKey, workspace: Workspace, place: str) -> _Key:
    if key.public_key is not None:
        return _Key(key.algorithm, _public_key(key.public_key, place))
    secret = workspace.secret(str(key.secret)).encode()
    if len(secret) < SHORTEST_SECRET:
        raise WorkspaceError(
            f"bot/settings.yml, field {place}.secret: the secret {key.secret!r} has "
            f"{len(secret)} bytes; HS256 needs {SHORTEST_SECRET} or more. Set a longer one."
        )
    return _Key(key.algorithm, secret)


def _public_key(pem: str, place: str) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except Exception:  # the library raises half a dozen kinds
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise WorkspaceError(
            f"bot/settings.yml, field {place}.public_key: this is no Ed25519 public key. Write "
            "what `openssl pkey -pubout` prints, from -----BEGIN PUBLIC KEY----- on."
        )
    return key
