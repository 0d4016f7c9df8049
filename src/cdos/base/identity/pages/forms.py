"""The forms. Rules are in logic; a form only names and bounds what is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cdos.base.identity.contracts import DocumentKind, Relation, SignedInBy

DOCUMENT_NAMES = {
    DocumentKind.CITIZEN_ID: _("Citizen identity card"),
    DocumentKind.HK_MACAO_TW_RESIDENCE: _("Residence permit for people from Hong Kong, Macao and Taiwan"),
    DocumentKind.HK_MACAO_PERMIT: _("Mainland travel permit for people from Hong Kong and Macao"),
    DocumentKind.TAIWAN_PERMIT: _("Mainland travel permit for people from Taiwan"),
    DocumentKind.FOREIGN_PERMANENT: _("Foreign permanent resident card"),
    DocumentKind.PASSPORT: _("Passport"),
    DocumentKind.USCC: _("Unified social credit code"),
}
RELATION_NAMES = {
    Relation.SELF: _("Myself"),
    Relation.CHILD: _("My child"),
    Relation.PARENT: _("My parent"),
    Relation.AGENT: _("An enterprise or organisation"),
}
HOW_NAMES = {
    SignedInBy.PASSWORD: _("Password"),
    SignedInBy.PROVIDER: _("Outside sign-in"),
    SignedInBy.PHONE: _("Code to the phone"),
    SignedInBy.APP: _("Authenticator app"),
    SignedInBy.PASSKEY: _("Passkey"),
    SignedInBy.RECOVERY: _("Recovery code"),
}
PERSONAL = [kind for kind in DocumentKind if kind is not DocumentKind.USCC]
NUMBER: dict[str, Any] = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


def _phone_field() -> forms.CharField:
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    return forms.CharField(label=_("Mobile number"), max_length=40, widget=widget)


def _code_field() -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric"}
    return forms.CharField(
        label=_("Code from the message"), max_length=12, widget=forms.TextInput(attrs=attributes)
    )


def _new_password_field() -> forms.CharField:
    return forms.CharField(
        label=_("New password"),
        help_text=_(
            "10 characters or more, letters and digits; or a sentence of 16 or more. Not your login, name or phone."
        ),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class SignInForm(forms.Form):
    login = forms.CharField(
        label=_("Mobile number or login"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecondForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the app, or a recovery code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class AppForm(forms.Form):
    code = forms.CharField(
        label=_("The 6 digits that the app shows now"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ConfirmForm(forms.Form):
    secret = forms.CharField(
        label=_("Your password, or a code of the app"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CloseForm(forms.Form):
    """`secret` falls away for who signs in elsewhere and has no second factor."""

    word = forms.CharField(label=_("Write “close my account” here"), max_length=60)
    secret = forms.CharField(
        label=_("Your password, or a code of the app"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_word(self) -> str:
        typed = " ".join(str(self.cleaned_data["word"]).split()).strip('“”"「」。.').casefold()
        if typed not in {gettext("close my account"), "close my account"}:
            raise forms.ValidationError(
                gettext("Write exactly “close my account”, so that it happens to nobody by mistake.")
            )
        return typed


class DetailsForm(forms.Form):
    """`name` falls away where it was proved."""

    name = forms.CharField(
        label=_("Name shown for the account"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    mail = forms.CharField(
        label=_("Mail address"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        help_text=_("Leave it empty to have none kept."),
    )


class PhoneForm(forms.Form):
    phone = _phone_field()


class CodeForm(forms.Form):
    code = _code_field()


class ForgottenForm(forms.Form):
    login = forms.CharField(
        label=_("Mobile number or login"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class ResetForm(forms.Form):
    code = _code_field()
    password = _new_password_field()


class FirstPasswordForm(forms.Form):
    password = _new_password_field()


class RegisterForm(forms.Form):
    code = _code_field()
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = _new_password_field()


class RealNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name as on the document"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    document_kind = forms.ChoiceField(
        label=_("Identity document"), choices=[(kind.value, DOCUMENT_NAMES[kind]) for kind in PERSONAL]
    )
    document_number = forms.CharField(
        label=_("Document number"), max_length=64, widget=forms.TextInput(attrs=NUMBER)
    )


class RepresentedForm(forms.Form):
    relation = forms.ChoiceField(
        label=_("Who is it?"),
        choices=[(r.value, RELATION_NAMES[r]) for r in (Relation.CHILD, Relation.PARENT, Relation.AGENT)],
    )
    name = forms.CharField(label=_("Name as on the document"), max_length=200)
    document_number = forms.CharField(
        label=_("Identity number, or unified social credit code"),
        max_length=64,
        widget=forms.TextInput(attrs=NUMBER),
    )


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What the token is for"), max_length=100)
    scope = forms.ChoiceField(
        label=_("What it may do"), choices=[("read", _("Read only")), ("read write", _("Read and change"))]
    )


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("Present password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = _new_password_field()
